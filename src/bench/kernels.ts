// `bench kernels`: every operation of a step at every shape the settings give it, by our kernel and by TensorFlow.js's own operations.

import type { ViewShape } from '../gan/augment/programs.ts'
import { augmentedViews } from '../gan/augment/views.ts'
import { createRun } from '../gan/run.ts'
import { RandomStream } from '../spec/rng.ts'
import { OWN_KERNELS } from '../tensor/backend.ts'
import type { Activation } from '../tensor/ops/activation.ts'
import { batchNorm } from '../tensor/ops/batch-norm/batch-norm.ts'
import { convolve } from '../tensor/ops/conv2d/convolve.ts'
import { linearHead } from '../tensor/ops/linear/linear.ts'
import { inputList, runKernel } from '../tensor/ops/op.ts'
import { blockRepeat, blockSum, type ResampleAttributes } from '../tensor/ops/resample/resample.ts'
import { spectralNormalise } from '../tensor/ops/spectral-norm/spectral-norm.ts'
import { contiguousVariables } from '../tensor/placement.ts'
import { sizeOf } from '../tensor/shape.ts'
import * as tf from '../tensor/tf.ts'
import { addStockBackend, benchData, STOCK, type Stage, settle, tuneOurs } from './stage.ts'
import { type Given as KernelGiven, watchKernels } from './watch.ts'

/** Runs of each that are timed; the fastest counts. */
const ROUNDS = 5

type Given = Readonly<Record<string, tf.Tensor>>

/** An operation that the step does: its inputs' shapes, and how to do it on any backend. */
interface Call {
  readonly kernel: string
  readonly shapes: Readonly<Record<string, readonly number[]>>
  readonly attributes: Readonly<Record<string, unknown>>
}

type Operation = (given: Given, attributes: never) => tf.Tensor

const four = (tensor: tf.Tensor | undefined) => tensor as tf.Tensor4D

/** Operations by the name of our kernel. Those of TensorFlow.js itself go by their own name on both backends. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  ConvolveBiasActivation: ({ x, filter, bias }, { stride, activation }: { stride: number; activation: Activation }) =>
    convolve(four(x), four(filter), bias as tf.Tensor, stride, activation),
  BatchNormActivation: ({ x, scale, offset }, { epsilon, activation }: { epsilon: number; activation: Activation }) =>
    batchNorm(four(x), scale as tf.Tensor, offset as tf.Tensor, epsilon, activation).y,
  AugmentedViews: ({ images, draws, scalars }, { groups, n, strengthsIndex, color }: ViewShape & { strengthsIndex: number }) =>
    augmentedViews(four(images), groups, n, {
      draws: draws as tf.Tensor2D,
      strengths: { vector: scalars as tf.Tensor1D, index: strengthsIndex },
      changes: { color, shift: false, hole: false },
    }),
  SpectralNormalise: (given) => {
    const weights = inputList(given, 'w') as tf.Tensor[]
    const normalised = spectralNormalise(weights, inputList(given, 'u') as tf.Variable[], false)
    return tf.concat(normalised.map((tensor) => tf.reshape(tensor, [-1])))
  },
  BlockSum: ({ x }, attributes: ResampleAttributes) => blockSum(four(x), attributes),
  BlockRepeat: ({ x }, attributes: ResampleAttributes) => blockRepeat(four(x), attributes),
  LinearHead: ({ x, w, b }) => linearHead(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor),
}
const OF_TENSORFLOW = ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter']

export async function benchKernels(stage: Stage): Promise<void> {
  addStockBackend(stage.gpu)
  await tuneOurs(stage)
  const calls = callsOfStep(stage)
  let done = 0
  for (const call of calls) {
    const operation = OPERATIONS[call.kernel]
    const variants: [string, (given: Given) => tf.Tensor | tf.Tensor[]][] = operation
      ? [
          [call.kernel, (given) => operation(given, call.attributes as never)],
          [`${call.kernel} and gradient`, (given) => withGradient(given, (inputs) => operation(inputs, call.attributes as never))],
        ]
      : [[call.kernel, (given) => runKernel(call.kernel, given, call.attributes)]]
    stage.progress(done++, calls.length, call.kernel)
    for (const [kernel, work] of variants) {
      const [stockMs, oursMs] = await race(stage, call, work)
      const shape = Object.values(call.shapes)
        .map((sides) => sides.join('x'))
        .join(' * ')
      stage.emit({ event: 'kernel', kernel, shape, stockMs, oursMs, ratio: stockMs / oursMs })
    }
  }
}

/** The calls of these kernels in one step, each shape once. */
function callsOfStep(stage: Stage): Call[] {
  const calls = new Map<string, Call>()
  const names = [...Object.keys(OPERATIONS), ...OF_TENSORFLOW]
  const note = (kernel: string, { inputs, attrs }: KernelGiven) => {
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, (tensor as tf.TensorInfo).shape]))
    const call: Call = { kernel, shapes, attributes: { ...attrs } }
    calls.set(JSON.stringify(call), call)
  }
  watchKernels(OWN_KERNELS, names, note, () => {
    const run = createRun(stage.config, benchData(stage.config.size), undefined, undefined, 'eager')
    run.advance()
    run.dispose()
  })
  return [...calls.values()].sort((a, b) => names.indexOf(a.kernel) - names.indexOf(b.kernel))
}

/** Value and the gradient of every input. */
function withGradient(given: Given, operation: (given: Given) => tf.Tensor): tf.Tensor[] {
  const names = Object.keys(given).filter((name) => !/^(draws|scalars|u\d+)$/.test(name)) // the others have no gradient
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    operation({ ...given, ...Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor])) }),
  )(names.map((name) => given[name] as tf.Tensor))
  return [value, ...grads]
}

/** Milliseconds of the fastest run on the stock backend and on ours, in turns. */
async function race(stage: Stage, call: Call, work: (given: Given) => tf.Tensor | tf.Tensor[]): Promise<[number, number]> {
  const best: Record<string, number> = {}
  const inputs: Record<string, Given> = {}
  for (let round = -1; round < ROUNDS; round++) {
    for (const backend of [STOCK, OWN_KERNELS]) {
      await tf.setBackend(backend)
      inputs[backend] ??= randomInputs(call)
      await settle()
      const began = stage.now()
      const made = tf.tidy(() => work(inputs[backend] as Given))
      await settle()
      const ms = stage.now() - began
      tf.dispose(made)
      if (round >= 0) best[backend] = Math.min(best[backend] ?? Number.POSITIVE_INFINITY, ms)
    }
  }
  for (const backend of [STOCK, OWN_KERNELS]) {
    await tf.setBackend(backend)
    tf.dispose(inputs[backend] ?? [])
  }
  return [best[STOCK] as number, best[OWN_KERNELS] as number]
}

function randomInputs({ shapes }: Call): Given {
  const stream = new RandomStream(1, 'dataset')
  const values = Object.entries(shapes).map(([name, shape]) => [name, { shape, values: stream.uniforms(sizeOf(shape)) }])
  return contiguousVariables(Object.fromEntries(values))
}
