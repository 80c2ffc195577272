// The images in the Worker: the set that is open, the import that is running, what is left out by hand, and the kept sets.

import { type Choices, choicesOf, withChoices } from '../data/choices.ts'
import { type Collection, leavingOut, takenOf, trainingSet, withImages, withLabels } from '../data/collection.ts'
import type { Dataset } from '../data/dataset.ts'
import { measureWarnings, recount } from '../data/doctor/examine.ts'
import { NoImagesError } from '../data/errors.ts'
import { picturesOf } from '../data/pixels.ts'
import { summarise } from '../data/summary.ts'
import { FeatureError } from '../eval/errors.ts'
import { TrainingError } from '../gan/errors.ts'
import type { Command, DataSource, TrainerEvent } from '../protocol.ts'
import { CancelledError, type CancelSignal, throwIfCancelled } from '../spec/cancel.ts'
import type { GivenLabels } from '../spec/classes.ts'
import { isSamePreparation, type Preparation } from '../spec/config.ts'
import { FINDINGS_AT_ONCE } from '../spec/files.ts'
import type { ImportProgress, KeptSets } from '../spec/image-set.ts'
import { preparedOtherwise } from '../spec/kept.ts'
import type { RunImages, RunImagesSource } from '../spec/runs.ts'
import type { Costs } from '../spec/work-progress.ts'
import type { PreparedSet } from '../store/kept-set.ts'
import type { SetStore } from '../store/set-store.ts'
import { asFailure } from './errors.ts'
import { followImport, type ImportStage } from './import-progress.ts'
import { type ImagePlaces, placesWithout } from './run/run-classes.ts'
import { type LabelCommand, SetLabels } from './set-labels.ts'

interface PrepareOptions {
  readonly onProgress: (progress: ImportProgress) => void
  readonly signal: CancelSignal
}

/** Prepares the images of a source. The base is the page's address. */
export type Prepare = (source: FreshSource, preparation: Preparation, base: string, options: PrepareOptions) => Promise<Collection>
type FreshSource = Exclude<DataSource, { kind: 'kept' }>

interface ImagesDependencies {
  emit(event: TrainerEvent): void
  readonly prepare: Prepare
  /** The sets kept in this browser. */
  readonly sets: SetStore
  /** Seconds of a steady clock. */
  now(): number
  /** Resolves when what a person looks at first is on the page: preparing images would keep it waiting. */
  turn(): Promise<void>
}

interface OpenRequest {
  readonly id: number
  readonly source: DataSource
  readonly preparation: Preparation
  /** In place of what was chosen for the set. */
  readonly leftOut?: readonly number[]
}

interface OpenSet extends OpenRequest {
  readonly collection: Collection
  /** How many findings the page shows. */
  readonly listedFindings: number
  /** Images were taken or left out since the warnings were measured: they are being measured again. */
  readonly warningsPending: boolean
  /** The key under which it is kept, once it is written; null where it is not kept. */
  readonly kept: Promise<string | null>
}

export interface DescribedImages {
  readonly images: Omit<RunImages, 'identity'>
  /** Where they can be opened again, once they are kept; null where they are not. */
  readonly keptSource: Promise<RunImagesSource | null>
}

/** The commands that are about images. */
export type ImagesCommand =
  | Extract<Command, { type: 'open' | 'cancel-open' | 'show-images' | 'take-images' | 'list-findings' | 'list-kept' | 'delete-kept' }>
  | LabelCommand

const NOT_PREPARED = 'The images could not be prepared with these settings.'

export class Images {
  private readonly deps: ImagesDependencies
  private readonly labels: SetLabels
  private readonly costs: Costs<ImportStage> = new Map()
  private opened: OpenSet | null = null
  private import: { id: number; signal: { aborted: boolean }; done: Promise<void> } | null = null
  /** Cancels the measurement of the open set's warnings. */
  private measuring = { aborted: false }
  /** The page's address. */
  base = ''

  constructor(deps: ImagesDependencies) {
    this.deps = deps
    this.labels = new SetLabels({
      emit: deps.emit,
      collection: (id) => (this.opened?.id === id ? this.opened.collection : null),
      label: (labels) => this.label(labels),
    })
  }

  handle(command: ImagesCommand): void {
    switch (command.type) {
      case 'open':
        this.open(command)
        return
      case 'cancel-open':
        if (this.import?.id === command.id) this.import.signal.aborted = true
        return
      case 'show-images':
        this.show(command.id, command.from, command.count)
        return
      case 'take-images':
        this.select(command.id, command.images, command.taken)
        return
      case 'list-findings':
        if (this.opened?.id === command.id) this.emitDataset({ ...this.opened, listedFindings: command.count })
        return
      case 'list-kept':
        void this.emitKeptSets(this.deps.sets.list())
        return
      case 'delete-kept':
        void this.emitKeptSets(this.deps.sets.remove(command.key))
        return
      default:
        this.labels.handle(command)
    }
  }

  /** The images for a run, prepared again where the settings have changed. @throws TrainingError where there are none */
  async forRun(preparation: Preparation): Promise<Dataset> {
    await this.import?.done
    if (this.opened && !isSamePreparation(this.opened.preparation, preparation)) {
      const { id, source } = this.opened
      if (source.kind === 'kept') throw notPrepared(this.opened, preparation)
      this.open({ id, source, preparation })
      await this.import?.done
      if (!isSamePreparation(this.opened.preparation, preparation)) throw badData(NOT_PREPARED, 'Choose the images again.')
    }
    if (!this.opened) throw badData('There are no images to train on.', 'Choose a built-in set or a folder of your own.')
    const dataset = trainingSet(this.opened.collection)
    if (dataset.count === 0) throw badData('All images are left out.', 'Take some of them in the list of images.')
    return dataset
  }

  /** The open set. @throws FeatureError where there is none */
  collection(): Collection {
    if (!this.opened) throw new FeatureError('There are no images: choose a built-in set or a folder of your own.')
    return this.opened.collection
  }

  /** The open set as a run on it writes it down. @throws FeatureError where there is none */
  describe(): DescribedImages {
    const { label, channels, leftOut } = this.collection()
    const { source, preparation, kept } = this.opened as OpenSet
    const { name } = source
    const own = source.kind === 'builtin' || source.kind === 'kept' ? source : ({ kind: 'own', name } as const)
    return {
      images: { source: own, label, preparation, channels, leftOut: [...leftOut] },
      keptSource: kept.then((key) => (key === null ? null : { kind: 'kept', name, key })),
    }
  }

  /** Where a run's images are in the open set; where that is another set, one after the other. */
  placesOf({ count }: Dataset): ImagePlaces {
    const { collection } = this.opened ?? {}
    const taken = collection ? takenOf(collection) : []
    return collection && taken.length === count ? { numbers: taken, count: collection.count } : placesWithout([], count)
  }

  private open(request: OpenRequest): void {
    if (this.import) this.import.signal.aborted = true
    const signal = { aborted: false }
    this.import = { id: request.id, signal, done: this.prepare(request, signal) }
  }

  private async prepare(request: OpenRequest, signal: CancelSignal): Promise<void> {
    const { id } = request
    try {
      await this.deps.turn()
      throwIfCancelled(signal)
      const follow = followImport(this.costs, this.deps.now)
      const onProgress = (progress: ImportProgress) => this.deps.emit({ type: 'import', id, progress, ...follow(progress) })
      const collected = await this.collect(request, { onProgress, signal })
      const { leftOut } = request
      const prepared = leftOut ? { ...collected, collection: leavingOut(collected.collection, leftOut) } : collected
      if (signal.aborted) return this.deps.emit({ type: 'dataset-failed', id, failure: null, findings: [] })
      this.measuring.aborted = true
      const opened = {
        ...request,
        ...prepared,
        listedFindings: FINDINGS_AT_ONCE,
        warningsPending: false,
        kept: this.keep(request.source, prepared),
      }
      if (prepared.collection.byHand.size > 0) this.emitSelection(opened)
      else this.emitDataset(opened)
    } catch (error) {
      const findings = error instanceof NoImagesError ? error.findings : []
      this.deps.emit({ type: 'dataset-failed', id, failure: signal.aborted ? null : asFailure(error), findings })
    }
  }

  private async collect({ source, preparation }: OpenRequest, options: PrepareOptions): Promise<PreparedSet> {
    if (source.kind !== 'kept') {
      const collection = await this.deps.prepare(source, preparation, this.base, options)
      if (source.kind === 'builtin') return { collection: withLabels(collection, await this.labelsBefore(source, collection)), preparation }
      return { collection: withChoices(collection, await this.choicesBefore(source, preparation)), preparation }
    }
    const { opened } = this
    const isOpen = opened?.source.kind === 'kept' && opened.source.key === source.key // then the settings have changed
    if (isOpen && !isSamePreparation(opened.preparation, preparation)) throw notPrepared(opened, preparation)
    return this.deps.sets.open(source.key, source.name)
  }

  /** Choices made when the same images were last open, in this session or an earlier one. */
  private async choicesBefore({ name }: FreshSource, preparation: Preparation): Promise<Choices> {
    const { opened } = this
    const isOpen = opened?.source.kind !== 'builtin' && opened?.source.name === name
    return isOpen ? choicesOf(opened.collection) : this.deps.sets.choices(name, preparation)
  }

  /** A person's labels of a built-in set: its images are the same at every size. */
  private async labelsBefore({ name }: FreshSource, { count }: Collection): Promise<GivenLabels | null> {
    const { opened } = this
    const isOpen = opened?.source.kind === 'builtin' && opened.source.name === name
    return isOpen ? (opened.collection.givenLabels ?? null) : this.deps.sets.builtinLabels(name, count)
  }

  private async keep(source: DataSource, prepared: PreparedSet): Promise<string | null> {
    if (source.kind === 'kept') return source.key
    if (source.kind === 'builtin' || (source.kind === 'files' && source.kept === false)) return null
    const { key, kept } = await this.deps.sets.keep(prepared, source.kind === 'folder' ? source.handle : null)
    this.deps.emit({ type: 'kept-sets', kept })
    return key
  }

  private emitDataset(opened: OpenSet): void {
    this.opened = opened
    const { id, collection, preparation, listedFindings, warningsPending } = opened
    const leftOut = [...collection.leftOut]
    this.deps.emit({ type: 'dataset', id, summary: summarise(collection, listedFindings), leftOut, preparation, warningsPending })
  }

  /** Emits a set with a changed selection, and measures its warnings again: they were measured on other images. */
  private emitSelection(changed: OpenSet): void {
    this.measuring.aborted = true
    this.measuring = { aborted: false }
    this.emitDataset({ ...changed, collection: recount(changed.collection), warningsPending: true })
    void this.measureAgain(changed, this.measuring)
  }

  private async measureAgain({ id, collection, preparation }: OpenSet, signal: CancelSignal): Promise<void> {
    try {
      const warnings = await measureWarnings(collection, preparation, { signal })
      if (signal.aborted || !this.opened) return
      this.opened = { ...this.opened, warningsPending: false, collection: { ...this.opened.collection, warnings } }
      this.deps.emit({ type: 'warnings', id, warnings })
    } catch (error) {
      if (!(error instanceof CancelledError)) this.deps.emit({ type: 'failed', run: null, failure: asFailure(error) })
    }
  }

  private show(id: number, from: number, count: number): void {
    if (this.opened?.id !== id) return
    const { collection } = this.opened
    const last = Math.min(from + count, collection.count)
    const numbers = Array.from({ length: Math.max(0, last - from) }, (_, i) => from + i)
    this.deps.emit({ type: 'images', id, from, pictures: picturesOf(collection, numbers), paths: collection.paths.slice(from, last) })
  }

  private select(id: number, images: readonly number[], taken: boolean): void {
    if (this.opened?.id !== id) return
    this.emitSelection({ ...this.opened, collection: withImages(this.opened.collection, images, taken) })
    void this.keepSelection(this.opened)
  }

  private label(labels: GivenLabels | null): void {
    if (!this.opened) return
    const { source, collection } = this.opened
    this.emitDataset({ ...this.opened, collection: withLabels(collection, labels) })
    void (source.kind === 'builtin' ? this.emitKeptSets(this.deps.sets.labelBuiltin(source.name, labels)) : this.keepSelection(this.opened))
  }

  private async keepSelection({ kept, collection }: OpenSet): Promise<void> {
    const key = await kept
    if (key !== null) await this.emitKeptSets(this.deps.sets.select(key, collection))
  }

  /** @param listing null where there is nothing new to tell */
  private async emitKeptSets(listing: Promise<KeptSets | null>): Promise<void> {
    const kept = await listing
    if (kept) this.deps.emit({ type: 'kept-sets', kept })
  }
}

function notPrepared({ preparation, collection }: OpenSet, wanted: Preparation): TrainingError {
  return new TrainingError({ reason: 'bad-data', ...preparedOtherwise(collection.label, preparation, wanted) })
}

function badData(message: string, advice: string): TrainingError {
  return new TrainingError({ reason: 'bad-data', message, advice })
}
