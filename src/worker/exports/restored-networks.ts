// The networks of a state on the device, as long as an export needs them: beside those of a run that goes on. Each task of theirs is done between two
// steps of that run.
import { type Checkpoint, restoreModels } from '../../gan/checkpoint.ts'
import { captureDiscriminator, captureGenerator, type InferenceGenerator, type InferenceNetwork } from '../../gan/inference.ts'
import type { CodeSpace } from '../../gan/latent/codes.ts'
import { type Models, stateOf } from '../../gan/models.ts'
import { createSampler, type Sampler } from '../../gan/sampler.ts'
import { directionsFor } from '../../player/directions/asked-directions.ts'
import type { CancelSignal } from '../../spec/cancel.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { LatentPoint, PointEdits } from '../../spec/picture-code.ts'
import * as tf from '../../tensor/tf.ts'

/** Does something on the device while no step is made. */
export type OnDevice = <T>(task: () => Promise<T>) => Promise<T>

/** Pictures for which training waits at a time: as many as the sampler draws at once. */
const GROUP = 64

export class RestoredNetworks {
  private readonly checkpoint: Checkpoint
  private readonly onDevice: OnDevice
  private readonly models: Models
  private readonly sampler: Sampler

  private constructor(checkpoint: Checkpoint, onDevice: OnDevice) {
    this.checkpoint = checkpoint
    this.onDevice = onDevice
    this.models = restoreModels(checkpoint)
    const kept = new Set<tf.Variable>(inferenceVariables(this.models))
    tf.dispose(Object.values(stateOf(this.models)).filter((variable) => !kept.has(variable)))
    this.sampler = createSampler(this.models.generator, checkpoint.config)
  }

  /** Has them on the device during the task, and frees them however it ends. @throws CheckpointError where the state has pictures only */
  static async during<T>(checkpoint: Checkpoint, onDevice: OnDevice, task: (networks: RestoredNetworks) => Promise<T>): Promise<T> {
    const networks = await onDevice(async () => new RestoredNetworks(checkpoint, onDevice))
    try {
      return await task(networks)
    } finally {
      networks.sampler.dispose()
      tf.dispose(inferenceVariables(networks.models))
    }
  }

  generator(): Promise<InferenceGenerator> {
    return this.onDevice(() => captureGenerator(this.models.generator, this.sampler, this.checkpoint.config, this.checkpoint))
  }

  discriminator(): Promise<InferenceNetwork> {
    return this.onDevice(() => captureDiscriminator(this.models.discriminator))
  }

  /** What such points are made from, with directions where they go along any. @throws CancelledError */
  async spaceOf(points: readonly Pick<PointEdits, 'directions'>[], signal?: CancelSignal): Promise<CodeSpace> {
    const directions = await directionsFor(points, () => this.generator(), { signal })
    return { ...this.sampler.space(this.checkpoint), ...(directions && { directions }) }
  }

  /** Group after group; steps of a run are made between them. Who has seen enough just stops asking. @throws CancelledError */
  async *draw(points: readonly LatentPoint[], signal?: CancelSignal): AsyncGenerator<Pictures> {
    yield* this.drawIn(await this.spaceOf(points, signal), points)
  }

  /** The same in a space that is known. */
  async *drawIn({ directions }: CodeSpace, points: readonly LatentPoint[]): AsyncGenerator<Pictures> {
    for (let from = 0; from < points.length; from += GROUP) {
      yield await this.onDevice(() =>
        this.sampler.pictures(this.checkpoint, points.slice(from, from + GROUP), { ...(directions && { directions }) }),
      )
    }
  }
}

/** What pictures and features need: not what only training does. */
function inferenceVariables({ generator, discriminator }: Models): tf.Variable[] {
  return [generator.ema, generator.spectralU, discriminator.weights, discriminator.spectralU].flatMap((group) => Object.values(group))
}
