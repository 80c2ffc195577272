// Discriminators as ONNX files: ONNX Runtime finds the features and logits that we find.
import { beforeAll, describe, expect, test } from 'vitest'
import { captureDiscriminator } from '../../gan/inference.ts'
import { disposeModels } from '../../gan/models.ts'
import { buildNetwork } from '../../gan/networks/build.ts'
import { type Layer, LINEAR, type NetworkDefinition } from '../../gan/networks/layers.ts'
import { initialWeights } from '../../gan/networks/parameters.ts'
import { TINY } from '../../gan/test-support.ts'
import type { RunConfig } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { HostTensor, HostTensors } from '../../tensor/readback.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { permuted } from './channels-first.ts'
import { discriminatorOnnx } from './discriminator.ts'
import { largestDifference, onDevice, onHost, randomModels, runOnnx } from './test-support.ts'

const ORIGIN = { run: 'abc123', step: 0, classes: null }

beforeAll(async () => {
  await openTestDevice('wasm')
})

/** From -1 to 1. */
function randomImages(shape: readonly number[]): HostTensor {
  const stream = new RandomStream(4, 'dataset')
  return { shape, values: Float32Array.from({ length: sizeOf(shape) }, () => 2 * stream.uniform() - 1) }
}

const flat = (features: HostTensor): HostTensor => ({ ...features, shape: [features.shape[0] as number, sizeOf(features.shape.slice(1))] })

describe.each(['sndcgan', 'resnet'] as const)('%s', (architecture) => {
  test.each([
    ['none', 3],
    ['given', 1],
    ['co-trained', 3],
  ] as const)(
    'ONNX Runtime finds our features and logits, in both layouts, of one image and of three: conditioning %s',
    async (conditioning, channels) => {
      const config: RunConfig = { ...TINY, architecture, conditioning }
      const models = randomModels(config, channels, conditioning === 'none' ? 0 : 3)
      const inference = await captureDiscriminator(models.discriminator)
      const { network } = models.discriminator
      for (const count of [1, 3]) {
        const images = randomImages([count, TINY.size, TINY.size, channels])
        const wanted = await ours(() => {
          const [weights, input] = [onDevice(inference.weights), onDevice({ images }).images as tf.Tensor4D]
          const last = network.activations.at(-1)?.name as string
          const { realLogit, rotationLogits, projections, classLogits } = network.forward(weights, input)
          return {
            features: network.activationsAt(weights, input, [last])[0] as tf.Tensor,
            real_logit: realLogit,
            rotation_logits: rotationLogits,
            ...(projections && { projections }),
            ...(classLogits && { class_logits: classLogits }),
          }
        })
        for (const layout of ['nchw', 'nhwc'] as const) {
          const file = discriminatorOnnx(inference, layout, ORIGIN)
          const found = await runOnnx(file, { images: layout === 'nchw' ? permuted(images, [0, 3, 1, 2]) : images })
          expect(Object.keys(found)).toEqual(Object.keys(wanted))
          for (const [name, values] of Object.entries(wanted)) {
            expect(largestDifference(found[name], flat(values)), name).toBeLessThan(1e-4)
            expect(Math.max(...values.values.map(Math.abs)), name).toBeGreaterThan(0.01)
          }
        }
      }
      disposeModels(models)
    },
  )
})

async function ours(compute: () => Record<string, tf.Tensor>): Promise<HostTensors> {
  const found = Object.entries(tf.tidy(compute)).map(async ([name, tensor]) => [name, await onHost(tensor)] as const)
  return Object.fromEntries(await Promise.all(found))
}

describe('padding is that of our layers where more is added behind than before', () => {
  const conv = (kernel: number, stride: number): Layer & { kind: 'conv' } => {
    return { kind: 'conv', name: 'layer', kernel, stride, channels: 3, bias: false, activation: LINEAR }
  }
  const up = (kernel: number, stride: number): Layer => ({ kind: 'transposed conv', name: 'layer', kernel, stride, channels: 3 })
  test.each([
    { side: 7, layer: conv(4, 2) },
    { side: 8, layer: conv(3, 2) },
    { side: 7, layer: conv(4, 1) },
    { side: 5, layer: conv(2, 2) },
    { side: 6, layer: conv(1, 2) },
    { side: 3, layer: up(3, 2) },
    { side: 4, layer: up(5, 2) },
    { side: 3, layer: up(4, 4) },
  ])('$layer.kind of kernel $layer.kernel and stride $layer.stride, side $side', async ({ side, layer }) => {
    const init = { kind: 'normal', deviation: 1 } as const
    const definition: NetworkDefinition = { input: [side, side, 2], layers: [layer], heads: [], init, spectralNorm: false }
    const { parameters, forward } = buildNetwork(definition)
    const weights = initialWeights(parameters, new RandomStream(2, 'initialWeights'))
    const images = randomImages([2, side, side, 2])
    const { features } = await ours(() => ({ features: forward(onDevice(weights), onDevice({ images }).images as tf.Tensor) }))
    const found = await runOnnx(discriminatorOnnx({ definition, weights }, 'nhwc', ORIGIN), { images })
    expect(largestDifference(found.features, flat(features as HostTensor))).toBeLessThan(1e-4)
  })
})
