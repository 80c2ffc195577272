// Generators as ONNX files: ONNX Runtime draws from them what we draw.
import { beforeAll, describe, expect, test } from 'vitest'
import { toPictures } from '../../data/pixels.ts'
import { captureGenerator, type InferenceGenerator } from '../../gan/inference.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import { disposeModels } from '../../gan/models.ts'
import { createSampler } from '../../gan/sampler.ts'
import { TINY } from '../../gan/test-support.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { TensorLayout } from '../../spec/exports.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import type { HostTensor, HostTensors } from '../../tensor/readback.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { comparePictures } from '../comparison.ts'
import { permuted } from './channels-first.ts'
import { generatorOnnx } from './generator.ts'
import { OPSET } from './model.ts'
import { largestDifference, messagesOf, onDevice, onHost, randomModels, readMessage, rows, runOnnx, textOf } from './test-support.ts'

const LATENT = TINY.latent
const NAMES = ['disc', 'Größe "😀"\ud800', '']
const COUNTS = [10, 3, 1]

/** At this step classes count by half. */
const STEP = 5
const RAMP: Partial<RunConfig> = { rampFrom: 0, rampUntil: (2 * STEP * TINY.batch) / 1000 }

/** Two seeds, and a mixture of the latents and classes of two others. */
const POINTS: readonly LatentPoint[] = [
  { seed: 1, class: 0 },
  { seed: 2, class: 2 },
  { seed: 3, class: 1, towards: { seed: 4, class: 2, at: 0.3, method: 'slerp' } },
]

/** What we draw of POINTS. */
interface Drawn {
  readonly generator: InferenceGenerator
  /** [3, S, S, C] */
  readonly images: HostTensor
  readonly pictures: Pictures
}

/** By the networks, with codes that have the ramp, and by the sampler. */
async function draw(changes: Partial<RunConfig>, channels: number, isConditional: boolean): Promise<Drawn> {
  const conditioning = isConditional ? 'given' : 'none'
  const config: RunConfig = { ...TINY, ...RAMP, ...changes, conditioning }
  const models = randomModels(config, channels, isConditional ? NAMES.length : 0)
  const sampler = createSampler(models.generator, config)
  const state = { step: STEP, classes: isConditional ? { names: NAMES, counts: COUNTS } : null }
  const generator = await captureGenerator(models.generator, sampler, config, state)
  const { latent, classes, ramp, weights, statistics } = generator
  const images = tf.tidy(() => {
    const codes = rows(POINTS.map((point) => pointCode(point, { latent, counts: classes.counts, ramp })))
    const input = tf.tensor2d(codes.values, codes.shape as [number, number])
    return models.generator.network.forward(onDevice(weights), input, { kind: 'fixed', statistics: onDevice(statistics) })
  })
  const drawn = { generator, images: await onHost(images), pictures: await sampler.pictures(state, POINTS) }
  images.dispose()
  sampler.dispose()
  disposeModels(models)
  return drawn
}

/** What a file reads: latents, and with classes a one-hot row or a mixture, without the ramp. */
function inputsOf({ latent, classes: { counts } }: InferenceGenerator, points: readonly LatentPoint[]): HostTensors {
  const codes = points.map((point) => pointCode(point, { latent, counts, ramp: 1 }))
  const latents = { latent: rows(codes.map((code) => code.subarray(0, latent))) }
  return counts.length === 0 ? latents : { ...latents, class_weights: rows(codes.map((code) => code.subarray(latent))) }
}

/** [N, C, S, S] or [N, S, S, C] → [N, S, S, C] */
function channelsLast(images: HostTensor | undefined, layout: TensorLayout): HostTensor {
  if (!images) throw new Error('the model has no output called images')
  return layout === 'nhwc' ? images : permuted(images, [0, 2, 3, 1])
}

beforeAll(async () => {
  await openTestDevice('wasm')
})

describe.each(['sndcgan', 'resnet'] as const)('%s', (architecture) => {
  describe.each(['batch', 'self-modulated'] as const)('%s norm', (generatorNorm) => {
    test.each([
      [3, 'without classes'],
      [1, 'with classes'],
      [3, 'with classes'],
    ] as const)(
      'ONNX Runtime draws what we draw, in both layouts, one at a time and together: %i channels, %s',
      async (channels, classes) => {
        const { generator, images, pictures } = await draw({ architecture, generatorNorm }, channels, classes === 'with classes')
        const { size } = TINY
        expect(images.shape).toEqual([3, size, size, channels])
        expect(deviation(images.values)).toBeGreaterThan(0.2)
        for (const layout of ['nchw', 'nhwc'] as const) {
          const file = generatorOnnx(generator, layout, 'abc123')
          const together = channelsLast((await runOnnx(file, inputsOf(generator, POINTS))).images, layout)
          expect(largestDifference(together, images)).toBeLessThan(1e-4)
          expect(comparePictures(toPictures(together.values, 3, size, channels), pictures).largestPixelDifference).toBeLessThanOrEqual(1)
          const alone = channelsLast((await runOnnx(file, inputsOf(generator, POINTS.slice(2)))).images, layout)
          const third = { shape: [1, size, size, channels], values: images.values.slice(2 * size * size * channels) }
          expect(largestDifference(alone, third)).toBeLessThan(1e-4)
        }
      },
    )
  })
})

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

describe('a file', () => {
  let drawn: Drawn
  beforeAll(async () => {
    drawn = await draw({}, 3, true)
  })

  test('says what it is, where it comes from and what its inputs and outputs mean', () => {
    const model = readMessage(generatorOnnx(drawn.generator, 'nchw', 'abc123'))
    expect(model.get(1)).toEqual([8]) // ir_version
    expect(messagesOf(model, 8).map((opset) => opset.get(2))).toEqual([[OPSET]])
    const metadata = Object.fromEntries(messagesOf(model, 14).map((entry) => [textOf(entry, 1), textOf(entry, 2)]))
    expect(metadata).toMatchObject({ run: 'abc123', step: '5', layout: 'NCHW', pixel_range: '[-1, 1]' })
    expect(JSON.parse(metadata.classes ?? '')).toEqual(NAMES.map((name, k) => ({ name, count: COUNTS[k] })))
    const [graph] = messagesOf(model, 7)
    const values = [11, 12].map((field) => messagesOf(graph as ReturnType<typeof readMessage>, field).map((value) => textOf(value, 1)))
    expect(values).toEqual([['latent', 'class_weights'], ['images']])
  })

  test('draws the picture of no class where all weights are 0, and before classes count', async () => {
    const { generator } = drawn
    const file = generatorOnnx(generator, 'nhwc', 'abc123')
    const inputs = inputsOf(generator, POINTS)
    const zeros = { shape: [3, 3], values: new Float32Array(9) }
    const none = (await runOnnx(file, { ...inputs, class_weights: zeros })).images as HostTensor
    const withoutRamp = generatorOnnx({ ...generator, ramp: 0 }, 'nhwc', 'abc123')
    expect(largestDifference((await runOnnx(withoutRamp, inputs)).images, none)).toBeLessThan(1e-6)
    expect(largestDifference(drawn.images, none)).toBeGreaterThan(0.1)
  })

  test('refuses latents of another length, other numbers of classes, and a missing input', async () => {
    const file = generatorOnnx(drawn.generator, 'nchw', 'abc123')
    const { latent, class_weights } = inputsOf(drawn.generator, POINTS) as { latent: HostTensor; class_weights: HostTensor }
    const shorter = { shape: [3, LATENT - 1], values: latent.values.subarray(3) }
    await expect(runOnnx(file, { latent: shorter, class_weights })).rejects.toThrow('invalid dimensions')
    const more = { shape: [3, 4], values: new Float32Array(12) }
    await expect(runOnnx(file, { latent, class_weights: more })).rejects.toThrow('invalid dimensions')
    await expect(runOnnx(file, { latent })).rejects.toThrow("'class_weights' is missing")
  })
})
