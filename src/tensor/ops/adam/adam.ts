// Adam on all the weights of a network, in place, with the moving average of the weights in the same pass where one is kept. Weights and
// moments are allocated contiguously; gradients come from many operations, and one dispatch takes as many of them as it can bind. What
// may change from step to step comes in a tensor, so a recorded step need not be recorded again.
import { areContiguous, offsetsOf } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { addressOf, valuesOf } from '../../wasm/tensors.ts'
import { type BufferWidths, bufferWidths, chunksOf, maxInputBuffers, multiBufferRead } from '../multi-buffer.ts'
import { defineOp, inputList, numberedInputs } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'

const EPSILON = 1e-8

/** Where Adam's scalars stand among those of the step. */
interface AdamOffsets {
  /** Of four: lr / (1 - β₁ᵏ), 1 / √(1 - β₂ᵏ), β₁, β₂ at update k. */
  readonly adam: number
  /** Of the average's decay. */
  readonly decay: number
}

/** The weights of a network with their two moments; `averages` follow the new weights, and are empty where none are kept. */
interface AdamState {
  readonly weights: readonly tf.Variable[]
  readonly firstMoments: readonly tf.Variable[]
  readonly secondMoments: readonly tf.Variable[]
  readonly averages: readonly tf.Variable[]
}

/**
 * w ← w - lr · m̂ / (√v̂ + ε) [Kingma and Ba 2015, alg. 1]; average ← decay · average + (1 - decay) · w
 * @param state each list allocated contiguously, in its order
 */
export function adamStep(state: AdamState, gradients: readonly tf.Tensor[], scalars: tf.Tensor1D, offsets: AdamOffsets): void {
  const inputs = {
    ...numberedInputs<tf.Tensor>('weight', state.weights),
    ...numberedInputs<tf.Tensor>('first', state.firstMoments),
    ...numberedInputs<tf.Tensor>('second', state.secondMoments),
    ...numberedInputs<tf.Tensor>('average', state.averages),
    ...numberedInputs('gradient', gradients),
  }
  adamOp({ ...inputs, scalars }, offsets)
}

/** Lists of inputs that Adam updates; the last is empty where no average is kept. */
const STATE = ['weight', 'first', 'second', 'average'] as const

const adamOp = defineOp<string, AdamOffsets, tf.Tensor[]>({
  name: 'AdamStep',
  webgpu(backend, inputs, offsets) {
    const gradients = inputList(inputs, 'gradient')
    const state = STATE.map((name) => inputList(inputs, name)).filter((list) => list.length > 0)
    const starts = offsetsOf(gradients.map(({ shape }) => sizeOf(shape)))
    for (const list of state) {
      if (list.some(({ dataId }) => backend.refCount(dataId) > 1)) throw new Error(SHARED)
      if (!areContiguous(backend, list)) throw new Error('Adam needs its state in contiguous allocations')
    }
    const averaged = state.length === 4
    const order = gradients.map((_, i) => i)
    for (const chunk of chunksOf(order, maxInputBuffers(backend.device, state.length + 1))) {
      const chunkGradients = chunk.map((i) => gradients[i] as tf.TensorInfo)
      const [from, to] = [chunk[0] as number, (chunk.at(-1) as number) + 1]
      const quads = ((starts[to] as number) - (starts[from] as number)) / 4
      dispatch(backend, { ...program(bufferWidths(chunkGradients), offsets, averaged), workgroups: workgroupsFor(quads) }, [
        inputs.scalars as tf.TensorInfo,
        ...state.map((list) => list.slice(from, to)),
        ...chunkGradients,
      ])
    }
    return []
  },
  wasm(backend, inputs, { adam, decay }) {
    const state = STATE.map((name) => inputList(inputs, name))
    const scalars = valuesOf(backend, inputs.scalars as tf.TensorInfo)
    const rates = [...scalars.slice(adam, adam + 4), scalars[decay] as number]
    inputList(inputs, 'gradient').forEach((gradient, i) => {
      const own = state.map((list) => list[i])
      if (own.some((tensor) => tensor && backend.refCount(tensor.dataId) > 1)) throw new Error(SHARED)
      const addresses = [...own, gradient].map((tensor) => (tensor ? addressOf(backend, tensor) : 0))
      const count = sizeOf(gradient.shape)
      backend.threadPool.run('adam', [...addresses, ...rates], count, 4, ADAM_WORK * count)
    })
    return []
  },
  fallback(inputs, offsets) {
    const state = STATE.map((name) => inputList(inputs, name) as tf.Variable[])
    inputList(inputs, 'gradient').forEach((gradient, i) => {
      tf.tidy(() => composedStep(state.map((list) => list[i]) as OwnState, gradient, inputs.scalars as tf.Tensor, offsets))
    })
    return []
  },
  gradient: 'none', // it updates in place
})

const SHARED = 'Adam would change a tensor that shares its values'

/** What belongs to one weight. */
type OwnState = [weight: tf.Variable, first: tf.Variable, second: tf.Variable, average: tf.Variable | undefined]

function composedStep([weight, first, second, average]: OwnState, gradient: tf.Tensor, scalars: tf.Tensor, offsets: AdamOffsets): void {
  const scalar = (at: number) => tf.slice(scalars, [at], [1])
  const [stepLength, correction] = [scalar(offsets.adam), scalar(offsets.adam + 1)]
  const [beta1, beta2] = [scalar(offsets.adam + 2), scalar(offsets.adam + 3)]
  first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, tf.sub(1, beta1))))
  second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), tf.sub(1, beta2))))
  const root = tf.add(tf.mul(tf.sqrt(second), correction), EPSILON)
  weight.assign(tf.sub(weight, tf.div(tf.mul(first, stepLength), root)))
  if (!average) return
  const decay = scalar(offsets.decay)
  average.assign(tf.add(tf.mul(average, decay), tf.mul(weight, tf.sub(1, decay))))
}

/** Operations a weight. */
const ADAM_WORK = 16

/** Binds scalars, weights, first moments, second moments, averages if there are any, then gradients. It does not depend on the tensors' sizes. */
const program = memoize((widths: BufferWidths, { adam, decay }: AdamOffsets, averaged: boolean): Omit<Program, 'workgroups'> => {
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> scalars: array<f32>;
@group(0) @binding(1) var<storage, read_write> weights: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> firsts: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> seconds: array<vec4<f32>>;
${averaged ? '@group(0) @binding(4) var<storage, read_write> averages: array<vec4<f32>>;' : ''}
${multiBufferRead(widths, averaged ? 5 : 4)}
${openMain()}
  if (index >= i32(arrayLength(&weights))) { return; }
  let beta1 = scalars[${adam + 2}];
  let beta2 = scalars[${adam + 3}];
  let gradient = readInputs(index);
  let first = beta1 * firsts[index] + (1.0 - beta1) * gradient;
  let second = beta2 * seconds[index] + (1.0 - beta2) * gradient * gradient;
  let weight = weights[index] - first * scalars[${adam}] / (sqrt(second) * scalars[${adam + 1}] + ${EPSILON});
  firsts[index] = first;
  seconds[index] = second;
  weights[index] = weight;
  ${averaged ? `averages[index] = scalars[${decay}] * averages[index] + (1.0 - scalars[${decay}]) * weight;` : ''}
}`
  return { label: 'adam', wgsl }
})
