// A run that is shown without being trained: at first what is kept of it, before there is a device; then pictures that its averaged generator
// draws. Where another tab trains it, what happens there is shown.
import { type Checkpoint, readCheckpoint, restoreModels } from '../../gan/checkpoint.ts'
import { stateOf } from '../../gan/models.ts'
import type { Run } from '../../gan/run.ts'
import { createSampler } from '../../gan/sampler.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { RunClasses } from '../../spec/classes.ts'
import type { RunHistory } from '../../spec/runs.ts'
import { infoOf } from '../../store/run-files.ts'
import type { StoredRun } from '../../store/stored-run.ts'
import * as tf from '../../tensor/tf.ts'
import { asFailure } from '../errors.ts'
import type { ExportedRun } from '../exports/exported-run.ts'
import { PictureRequests, SnapshotPicturesRequests } from '../run/picture-requests.ts'
import { placesWithout, runClasses } from '../run/run-classes.ts'
import type { RunLocks } from './run-locks.ts'
import { thinSteps } from './thin-steps.ts'
import { WatchedRun } from './watched-run.ts'

export type ViewCommand = Extract<Command, { type: 'interpolate' | 'show-samples' | 'show-snapshot' | 'take-over' }>

export interface ShownRun {
  readonly stored: StoredRun
  readonly history: RunHistory
}

interface ViewedRunDependencies {
  emit(event: TrainerEvent): void
  readonly locks: RunLocks
  /** Opens its files; called again when another tab has saved it. Null where there is nothing to show, which is no error. */
  open(): Promise<ShownRun | null>
  /** Its id among the kept runs; null for one that comes with the page. */
  readonly keptId: string | null
  /** Resolves when there is a device. */
  ready(): Promise<unknown>
}

export class ViewedRun {
  readonly id: number
  private readonly deps: ViewedRunDependencies
  private readonly requests = new PictureRequests()
  private readonly snapshots: SnapshotPicturesRequests
  private readonly watched: WatchedRun | null
  private shown: Promise<ShownRun | null>
  private ended = false
  private wake: () => void = () => undefined
  private done: Promise<void> = Promise.resolve()
  private toldKept: () => void = () => undefined
  /** Resolves when what is kept of it was told, or cannot be. */
  readonly kept: Promise<void>

  constructor(deps: ViewedRunDependencies, id: number) {
    this.deps = deps
    this.id = id
    const { keptId } = deps
    const emit = (event: TrainerEvent) => {
      if (!this.ended) deps.emit(event)
    }
    const stored = async () => (await this.shown)?.stored ?? null
    this.snapshots = new SnapshotPicturesRequests({ emit, stored }, id)
    const onSaved = () => {
      this.shown = deps.open()
      this.shown.catch(() => undefined) // told to whoever needs it
    }
    this.watched = keptId === null ? null : new WatchedRun({ ...deps, onSaved }, id, keptId)
    this.shown = deps.open()
    this.kept = new Promise((resolve) => {
      this.toldKept = resolve
    })
  }

  /** What files are made from. */
  get exported(): ExportedRun {
    const stored = async () => {
      const shown = await this.shown
      if (!shown || this.ended) throw new CancelledError('The run is no longer shown.')
      return shown.stored
    }
    return {
      state: async (file) => (await stored()).snapshot(file),
      record: async () => (await stored()).record,
      generator: null,
      pictures: async (file) => (await stored()).pictures(file),
      onDevice: async (task) => {
        await this.deps.ready()
        if (this.ended) throw new CancelledError('The run is no longer shown.')
        return task()
      },
    }
  }

  /** Shows it until it is ended. Never rejects. */
  play(): void {
    this.done = this.show()
      .catch((error: unknown) => {
        if (!this.ended) this.deps.emit({ type: 'failed', run: this.id, failure: asFailure(error) })
      })
      .finally(this.toldKept)
  }

  /** Resolves when what it held is free. */
  async end(): Promise<void> {
    this.ended = true
    this.watched?.end()
    this.wake()
    await this.done
  }

  handle(command: ViewCommand): void {
    switch (command.type) {
      case 'interpolate':
      case 'show-samples':
        this.requests.handle(command)
        this.wake()
        return
      case 'show-snapshot':
        void this.snapshots.show(command.file)
        return
      case 'take-over':
        this.watched?.takeOver()
        return
      default:
        command satisfies never
    }
  }

  private async show(): Promise<void> {
    const shown = await this.shown
    if (this.ended) return
    if (!shown) return this.deps.emit({ type: 'state', run: this.id, state: 'idle' })
    await this.showKept(shown)
    this.toldKept()
    if (this.ended) return
    await this.watched?.begin(shown.stored.record.step)
    await this.drawPictures(shown)
  }

  private async showKept({ stored, history }: ShownRun): Promise<void> {
    const { emit, keptId } = this.deps
    const run = this.id
    const { wall, panel } = await stored.pictures(null)
    if (this.ended) return
    emit({ type: 'history', run, id: keptId, history: { ...history, events: thinSteps(history.events) } })
    emit({ type: 'snapshots', run, snapshots: stored.record.snapshots.map(infoOf) })
    if (wall) emit({ type: 'samples', run, grid: wall })
    if (panel) emit({ type: 'rotations', run, panel })
    emit({ type: 'state', run, state: 'viewing' })
  }

  /** Draws what is asked for until the view is ended. */
  private async drawPictures({ stored, history }: ShownRun): Promise<void> {
    const checkpoint = readCheckpoint(await stored.snapshot(null))
    if (!this.ended)
      this.deps.emit({ type: 'classes', run: this.id, classes: classesIn(checkpoint, stored.record.images.leftOut, history) })
    await this.deps.ready()
    if (this.ended || checkpoint.content === 'pictures') return
    const generator = openGenerator(checkpoint)
    try {
      while (!this.ended) {
        const woken = new Promise<void>((resolve) => {
          this.wake = resolve // before anything is awaited: no command may be missed
        })
        for await (const event of this.requests.draw(generator, this.id)) if (!this.ended) this.deps.emit(event)
        if (!this.ended) await woken
      }
    } finally {
      generator.dispose()
    }
  }
}

/** As they were told when they were found. */
function classesIn({ config, classes }: Checkpoint, leftOut: readonly number[], { events }: RunHistory): RunClasses | null {
  const found = events.findLast((event) => event.event === 'labelled' && event.step === classes?.step)
  const accuracy = found?.event === 'labelled' ? found.accuracy : null
  return runClasses(config, classes, placesWithout(leftOut, classes?.ofImages.length ?? 0), accuracy)
}

/** What draws like a run at rest, but needs neither its images nor anything else that it learns. */
function openGenerator(checkpoint: Checkpoint): Pick<Run, 'step' | 'classes' | 'samples' | 'pictures' | 'dispose'> {
  const models = restoreModels(checkpoint)
  const { ema, spectralU } = models.generator
  const needed = new Set<tf.Variable>([...Object.values(ema), ...Object.values(spectralU)])
  tf.dispose(Object.values(stateOf(models)).filter((variable) => !needed.has(variable)))
  const sampler = createSampler(models.generator, checkpoint.config)
  return {
    step: checkpoint.step,
    classes: checkpoint.classes,
    samples: (seeds = [], options) => sampler.samples(checkpoint, seeds, options),
    pictures: (points) => sampler.pictures(checkpoint, points),
    dispose() {
      sampler.dispose()
      tf.dispose([...needed])
    },
  }
}
