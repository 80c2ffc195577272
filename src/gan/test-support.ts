// Shared by the tests of the GAN: a tiny configuration, synthetic images with a visible orientation, steps and updates on given draws.

import type { Dataset } from '../data/dataset.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { DEFAULTS, type RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { compute, readNumbers } from '../tensor/readback.ts'
import { sizeOf } from '../tensor/shape.ts'
import * as tf from '../tensor/tf.ts'
import type { ClassLabels } from './class-labels.ts'
import type { Models } from './models.ts'
import type { Discriminator, Generator } from './networks/build.ts'
import type { BatchNorm } from './networks/norm.ts'
import { type Statistics, tidyStatistics } from './statistics.ts'
import { trainStep, updateDiscriminator, updateGenerator } from './step.ts'
import { createDraws, type DiscriminatorInputs, type StepDraws, stepInputs } from './step-inputs.ts'

/** The smallest pair of networks; n = 2 images are shown in all four turns, and all are trained on. */
export const TINY: RunConfig = { ...DEFAULTS, size: 16, width: 4, latent: 8, batch: 8, heldOut: 0 }

/** Images of noise, with the upper half bright and the left edge dark: their rotation can be recognised. */
export function orientableImages(count: number, size = 16, channels: 1 | 3 = 3): Dataset {
  const noise = new RandomStream(11, 'dataset')
  const images = new Uint8Array(count * size * size * channels)
  for (let i = 0; i < images.length; i++) {
    const pixel = Math.floor(i / channels) % (size * size)
    const bright = pixel < (size * size) / 2 ? 90 : 0
    const dark = pixel % size < size / 4 ? 60 : 0
    images[i] = 80 + bright - dark + noise.below(60)
  }
  return { name: 'synthetic', label: 'Synthetic', images, count, size, channels }
}

/** Classes of images that come in turn, where every fifth has none, and training was told every third. */
export function classesInTurn(images: number, counts: readonly number[], step = 0): ClassLabels {
  const ofImages = Int32Array.from({ length: images }, (_, i) => (i % 5 === 4 ? NO_CLASS : i % counts.length))
  const given = ofImages.map((index, i) => (i % 3 === 0 ? index : NO_CLASS))
  const confidence = Float32Array.from(given, (index) => (index === NO_CLASS ? 0.75 : 1))
  return { names: counts.map((_, k) => `class ${k}`), ofImages, confidence, counts, step, given }
}

/** What a run of that configuration would draw at a step. */
export function drawsAt(
  config: RunConfig,
  step: number,
  dataset = orientableImages(24, config.size),
  classes: ClassLabels | null = null,
): StepDraws {
  return createDraws(config, dataset)(step, config, classes)
}

/** The values of pictures of the averaged generator asked directly, its statistics measured anew. @param codes each [latent + classes] */
export function askedDirectly(
  { generator: { network, ema } }: Models,
  calibration: readonly Float32Array[],
  codes: readonly Float32Array[],
): Promise<Float32Array> {
  const rows = (all: readonly Float32Array[]) => tf.tensor2d(all.map((code) => [...code]))
  return compute(() => {
    const statistics: Record<string, tf.Tensor> = {}
    const record: Extract<BatchNorm, { kind: 'batch' }>['record'] = (name, mean, variance) => {
      statistics[`${name}/mean`] = mean
      statistics[`${name}/variance`] = variance
    }
    network.forward(ema, rows(calibration), { kind: 'batch', record })
    return network.forward(ema, rows(codes), { kind: 'fixed', statistics })
  })
}

/** What a run would draw, with these classes: of the real images, and of the fakes of both passes. */
export function drawsWithClasses(config: RunConfig, step: number, labels: readonly number[], classes: readonly number[]): StepDraws {
  const { discriminator, generator } = drawsAt({ ...config, conditioning: 'none' }, step)
  const ofFakes = Int32Array.from(classes)
  return {
    discriminator: discriminator.map((draws) => ({ ...draws, labels: Int32Array.from(labels), classes: ofFakes })),
    generator: { ...generator, classes: ofFakes },
  }
}

type DiscriminatorDraws = StepDraws['discriminator'][number]

function channelsOf({ real }: DiscriminatorDraws, { batch, size }: RunConfig): number {
  return real.length / (batch * size * size)
}

/** One step on such draws. */
export function stepOn(models: Models, config: RunConfig, step: number, draws: StepDraws): Statistics {
  const channels = channelsOf(draws.discriminator[0] as DiscriminatorDraws, config)
  return tidyStatistics(() => trainStep(models, config, stepInputs(draws, config, channels, step)))
}

/** One update of D. @param update counts from 1, for Adam */
export function updateD(models: Models, config: RunConfig, update: number, draws: DiscriminatorDraws): Statistics {
  const alone = { ...config, discriminatorSteps: 1 }
  const { z, augmentation, classes } = draws
  const generator = { z, augmentation: augmentation.subarray(augmentation.length / 2), ...(classes && { classes }) } // not read
  return tidyStatistics(() => {
    const inputs = stepInputs({ discriminator: [draws], generator }, alone, channelsOf(draws, config), update - 1)
    return updateDiscriminator(models, config, inputs.discriminator[0] as DiscriminatorInputs, inputs.scalars, 0)
  })
}

/** One update of G. @param update counts from 1, for Adam */
export function updateG(models: Models, config: RunConfig, update: number, { discriminator, generator }: StepDraws): Statistics {
  const ofD = discriminator.at(-1) as DiscriminatorDraws
  return tidyStatistics(() => {
    const inputs = stepInputs(
      { discriminator: [ofD], generator },
      { ...config, discriminatorSteps: 1 },
      channelsOf(ofD, config),
      update - 1,
    )
    return updateGenerator(models, config, inputs.generator, inputs.scalars, inputs.discriminator[0])
  })
}

/** The values of statistics by name; frees them. */
export async function measured<N extends string = string>({ names, values }: Statistics): Promise<Record<N, number>> {
  const read = await readNumbers(values)
  values.dispose()
  return Object.fromEntries(names.map((name, i) => [name, read[i] as number])) as Record<N, number>
}

export { relativeError } from '../tensor/ops/test-support.ts'

export type Numbers = Record<string, Float32Array>

/** The values of named tensors. */
export async function valuesOf(tensors: Readonly<Record<string, tf.Tensor>>): Promise<Numbers> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, Float32Array.from(await tensor.data())] as const)
  return Object.fromEntries(await Promise.all(entries))
}

/** Which of them are not the same bits: comparing all numbers in one expectation would take minutes to say where they differ. */
export function namesOfChanged(before: Numbers, after: Numbers): string[] {
  return Object.keys({ ...before, ...after }).filter((name) => {
    const [own, other] = [before[name], after[name]]
    return own?.length !== other?.length || own?.some((value, i) => !Object.is(value, other?.[i]))
  })
}

/** What a fixture of PyTorch draws, by name: uniform in offset ± scale, by the generator of Park and Miller [1988]. */
export function parkMiller(
  seed: number,
  inputs: readonly { readonly name: string; readonly shape: readonly number[]; readonly offset: number; readonly scale: number }[],
): Numbers {
  let state = seed
  return Object.fromEntries(
    inputs.map(({ name, shape, offset, scale }) => {
      const values = Float32Array.from({ length: sizeOf(shape) }, () => {
        state = (state * 16807) % 2147483647
        return offset + scale * (2 * (state / 2147483647) - 1)
      })
      return [name, values]
    }),
  )
}

/** The same models with another forward pass of D, so that a test can observe or replace its input and output. */
export function withDiscriminator({ discriminator, ...models }: Models, forward: Discriminator['forward']): Models {
  return { ...models, discriminator: { ...discriminator, network: { ...discriminator.network, forward } } }
}

/** The same with another forward pass of G. */
export function withGenerator({ generator, ...models }: Models, forward: Generator['forward']): Models {
  return { ...models, generator: { ...generator, network: { ...generator.network, forward } } }
}

/** One image turned counter-clockwise by 90 degrees, as numpy.rot90 does: row r of the result is a column, read from the right. */
export function turned(image: ArrayLike<number>, size: number, channels: number): Float32Array {
  const result = new Float32Array(image.length)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let channel = 0; channel < channels; channel++) {
        const source = (column * size + (size - 1 - row)) * channels + channel
        result[(row * size + column) * channels + channel] = image[source] as number
      }
    }
  }
  return result
}

/** The language's library does not name it; browsers, Workers and Node all have it. */
declare function atob(text: string): string

/** The float32 numbers of a fixture. */
export function unpack(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer)
}
