// Everything random and everything real that one step needs, drawn from seeded streams: the step itself is then a pure function.
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { RandomStream } from '../tensor/rng.ts'
import { DRAWS_PER_IMAGE } from './augment.ts'
import { createOrder, gatherImages } from './data/batches.ts'
import type { Dataset } from './data/dataset.ts'

export interface GeneratorInputs {
  /** [B · latent], standard normal. */
  readonly z: Float32Array
  /** Uniform draws for every image D sees, in the order of its batch. */
  readonly augmentation: Float32Array
}

export interface DiscriminatorInputs extends GeneratorInputs {
  /** [B · S · S · C] in [-1, 1]. */
  readonly real: Float32Array
}

export interface StepInputs {
  /** One entry a discriminator update. */
  readonly discriminator: readonly DiscriminatorInputs[]
  readonly generator: GeneratorInputs
}

/** Images in D's batch for one half, real or fake: B upright and 3n turned. */
export function halfBatch(config: Pick<RunConfig, 'batch' | 'rotatedShare'>): number {
  return config.batch + 3 * rotatedCount(config)
}

/** Draws the inputs of any step, in any order of asking. */
export function createInputs(config: RunConfig, dataset: Dataset): (step: number, live: Pick<RunConfig, 'flip'>) => StepInputs {
  const { seed, batch, latent, discriminatorSteps } = config
  const order = createOrder(seed, dataset.count)
  const half = halfBatch(config)
  return (step, { flip }) => ({
    discriminator: Array.from({ length: discriminatorSteps }, (_, k) => {
      const update = step * discriminatorSteps + k
      const flips = new RandomStream(seed, 'flips', update)
      const mirrored = Array.from({ length: batch }, () => flips.uniform() < 0.5 && flip)
      return {
        real: gatherImages(dataset, order(update * batch, batch), mirrored),
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
