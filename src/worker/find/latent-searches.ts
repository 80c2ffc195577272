// Searches the latent whose picture is nearest to a photo. Each update of the search is done between two steps of a run that goes on, so that neither
// waits long for the other.
import { toPictures } from '../../data/pixels.ts'
import { type Checkpoint, readCheckpoint } from '../../gan/checkpoint.ts'
import type { InferenceGenerator, InferenceNetwork } from '../../gan/inference.ts'
import { type FoundLatent, findLatent, type NearLatent, type SearchProgress } from '../../gan/latent/find-latent.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import { throwIfCancelled } from '../../spec/cancel.ts'
import type { NearPicture } from '../../spec/find-latent.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { WorkProgress } from '../../spec/work-progress.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
import type { ExportedRun } from '../exports/exported-run.ts'
import { type OnDevice, RestoredNetworks } from '../exports/restored-networks.ts'
import type { Prepare } from '../images.ts'
import { describeSearchFailure, SearchFailure } from './failures.ts'
import { preparePhoto } from './photo.ts'

export type FindCommand = Extract<Command, { type: 'find-latent' | 'cancel-find' }>
type FindLatent = Extract<Command, { type: 'find-latent' }>

interface LatentSearchesDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly prepare: Prepare
  /** The run with this number; null where another one has replaced it. */
  run(number: number): ExportedRun | null
  /** The page's address. */
  base(): string
}

const UPDATING = 'updating'
/** Seconds between two reports: pictures are sent with each. */
const REPORT_EVERY = 0.1

export class LatentSearches {
  private readonly deps: LatentSearchesDependencies
  private current: { readonly id: number; readonly cancelling: AbortController } | null = null
  private previous: Promise<void> = Promise.resolve()

  constructor(deps: LatentSearchesDependencies) {
    this.deps = deps
  }

  handle(command: FindCommand): void {
    switch (command.type) {
      case 'find-latent': {
        this.current?.cancelling.abort()
        const cancelling = new AbortController()
        this.current = { id: command.id, cancelling }
        this.previous = this.previous.then(() => this.search(command, cancelling.signal))
        return
      }
      case 'cancel-find':
        if (this.current?.id === command.id) this.current.cancelling.abort()
        return
      default:
        command satisfies never
    }
  }

  /** Never rejects. */
  private async search(command: FindLatent, signal: AbortSignal): Promise<void> {
    const { id } = command
    try {
      throwIfCancelled(signal)
      const run = this.deps.run(command.source.run)
      if (!run) throw new SearchFailure('ended')
      const checkpoint = readCheckpoint(await run.state(command.source.snapshot))
      if (checkpoint.content === 'pictures') throw new SearchFailure('no networks')
      const photo = await preparePhoto(command.photo, checkpoint, { ...this.deps, base: this.deps.base(), signal })
      throwIfCancelled(signal)
      const target = Float32Array.from(photo.pixels, (value) => value / 127.5 - 1)
      this.deps.emit({ type: 'find-target', id, target: { picture: picture(target, checkpoint), notes: photo.notes } })
      const { found, bestSeed } = await this.searchOnDevice(command, { run, checkpoint, target, signal })
      const { text: latent, class: index } = found
      const { step } = checkpoint
      const seedError = levels(bestSeed)
      this.deps.emit({ type: 'latent-found', id, found: { ...nearPicture(found, checkpoint), latent, class: index, step, seedError } })
    } catch (error) {
      this.deps.emit({ type: 'find-failed', id, sentence: describeSearchFailure(error, signal.aborted) })
    }
  }

  private async searchOnDevice({ id, class: index }: FindLatent, { run, checkpoint, target, signal }: Search): Promise<FoundLatent> {
    const { generator, discriminator } = await captureNetworks(checkpoint, run.onDevice)
    throwIfCancelled(signal)
    const search = findLatent(generator, discriminator, target, { class: index })
    const report = this.reporter(id, checkpoint)
    try {
      for (;;) {
        const { done, value } = await run.onDevice(() => search.next())
        await yieldToEvents() // where no step is made, nothing else would let a cancellation in
        throwIfCancelled(signal)
        if (done) return value as FoundLatent
        report(value)
      }
    } finally {
      await search.return(undefined)
    }
  }

  private reporter(id: number, checkpoint: Checkpoint): (progress: SearchProgress) => void {
    const work = new WorkProgress([{ name: UPDATING, size: 1, guess: 1, onDevice: true }], new Map(), this.deps.now)
    let reported = Number.NEGATIVE_INFINITY
    return ({ share, updates, best }) => {
      if (updates > 0) work.update(UPDATING, share) // the pace of the seeds, at which programs are compiled, says nothing of the rest
      const at = this.deps.now()
      if (at - reported < REPORT_EVERY) return
      reported = at
      this.deps.emit({ type: 'find-progress', id, share, left: work.secondsLeft(), nearest: nearPicture(best, checkpoint) })
    }
  }
}

interface Search {
  readonly run: ExportedRun
  readonly checkpoint: Checkpoint
  /** [size, size, channels] in [-1, 1] */
  readonly target: Float32Array
  readonly signal: AbortSignal
}

/** The networks of the state with the numbers that its pictures come from. */
function captureNetworks(
  checkpoint: Checkpoint,
  onDevice: OnDevice,
): Promise<{ generator: InferenceGenerator; discriminator: InferenceNetwork }> {
  return RestoredNetworks.during(checkpoint, onDevice, async (networks) => {
    return { generator: await networks.generator(), discriminator: await networks.discriminator() }
  })
}

function nearPicture(latent: NearLatent, checkpoint: Checkpoint): NearPicture {
  return { picture: picture(latent.image, checkpoint), error: levels(latent) }
}

/** @param image [size, size, channels] in [-1, 1] */
function picture(image: Float32Array, { config, channels }: Checkpoint): Pictures {
  return toPictures(image, 1, config.size, channels)
}

/** Of 255, from the mean squared difference of values in [-1, 1]. */
function levels({ error }: Pick<NearLatent, 'error'>): number {
  return Math.sqrt(error) * 127.5
}
