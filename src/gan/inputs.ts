// Everything random and everything real that one step needs, drawn from seeded streams: the step itself is then a pure function.

import type { Dataset } from '../data/dataset.ts'
import { createOrder, gatherImages, splitImages } from '../data/sampling.ts'
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { stepNumbers } from './numbers.ts'

export interface GeneratorDraws {
  /** [B · latent], standard normal. */
  readonly z: Float32Array
  /** Seven uniform numbers for every view D sees, in the order of its batch. */
  readonly augmentation: Float32Array
}

export interface DiscriminatorDraws extends GeneratorDraws {
  /** [B · S · S · C] in [-1, 1]. */
  readonly real: Float32Array
}

export interface StepDraws {
  /** One entry a discriminator update. */
  readonly discriminator: readonly DiscriminatorDraws[]
  readonly generator: GeneratorDraws
}

/** The same as tensors. */
export interface GeneratorInputs {
  /** [B, latent] */
  readonly z: tf.Tensor2D
  /** [views, 7] */
  readonly augmentation: tf.Tensor2D
}

export interface DiscriminatorInputs extends GeneratorInputs {
  /** [B, S, S, C] in [-1, 1] */
  readonly real: tf.Tensor4D
}

export interface StepInputs {
  /** Rates, weights and strengths (numbers.ts). */
  readonly numbers: tf.Tensor1D
  readonly discriminator: readonly DiscriminatorInputs[]
  readonly generator: GeneratorInputs
}

export function generatorInputs(
  { z, augmentation }: GeneratorDraws,
  { batch, latent }: Pick<RunConfig, 'batch' | 'latent'>,
): GeneratorInputs {
  return {
    z: tf.tensor2d(z, [batch, latent]),
    augmentation: tf.tensor2d(augmentation, [augmentation.length / DRAWS_PER_IMAGE, DRAWS_PER_IMAGE]),
  }
}

export function discriminatorInputs(draws: DiscriminatorDraws, config: Pick<RunConfig, 'batch' | 'latent' | 'size'>): DiscriminatorInputs {
  const { batch, size } = config
  const channels = draws.real.length / (batch * size * size)
  return { ...generatorInputs(draws, config), real: tf.tensor4d(draws.real, [batch, size, size, channels]) }
}

export function stepInputs(draws: StepDraws, config: RunConfig, step: number): StepInputs {
  return {
    numbers: tf.tensor1d(stepNumbers(config, step)),
    discriminator: draws.discriminator.map((update) => discriminatorInputs(update, config)),
    generator: generatorInputs(draws.generator, config),
  }
}

/** Images in D's batch for one half, real or fake: B upright and 3n turned. */
export function halfBatch(config: Pick<RunConfig, 'batch' | 'rotatedShare'>): number {
  return config.batch + 3 * rotatedCount(config)
}

/** The real images of an update of D, and which of them are mirrored. */
export function imagesOf(
  order: ReturnType<typeof createOrder>,
  { seed, batch, flip }: Pick<RunConfig, 'seed' | 'batch' | 'flip'>,
  update: number,
): { indices: Uint32Array; mirrored: boolean[] } {
  const flips = new RandomStream(seed, 'flips', update)
  return { indices: order(update * batch, batch), mirrored: Array.from({ length: batch }, () => flips.uniform() < 0.5 && flip) }
}

/** Draws what any step needs, in any order of asking. */
export function createDraws(config: RunConfig, dataset: Dataset): (step: number, live: Pick<RunConfig, 'flip'>) => StepDraws {
  const { seed, batch, latent, discriminatorSteps } = config
  const order = createOrder(seed, splitImages(dataset.count, config).training)
  const half = halfBatch(config)
  return (step, { flip }) => ({
    discriminator: Array.from({ length: discriminatorSteps }, (_, k) => {
      const update = step * discriminatorSteps + k
      const { indices, mirrored } = imagesOf(order, { seed, batch, flip }, update)
      return {
        real: gatherImages(dataset, indices, mirrored),
        z: new RandomStream(seed, 'latentD', update).normals(batch * latent),
        augmentation: new RandomStream(seed, 'augmentationD', update).uniforms(2 * half * DRAWS_PER_IMAGE),
      }
    }),
    generator: {
      z: new RandomStream(seed, 'latentG', step).normals(batch * latent),
      augmentation: new RandomStream(seed, 'augmentationG', step).uniforms(half * DRAWS_PER_IMAGE),
    },
  })
}
