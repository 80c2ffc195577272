// The images in the Worker: the set that is open, the import under way, what is left out by hand, and the sets kept for another day.
import { type Collection, trainingSet, withImages } from '../core/data/collection.ts'
import type { Dataset } from '../core/data/dataset.ts'
import { NoImagesError } from '../core/data/import.ts'
import { summarise } from '../core/data/summary.ts'
import { picturesOf } from '../core/pictures.ts'
import { TrainingError } from '../core/run.ts'
import type { Command, DataSource, TrainerEvent } from '../protocol.ts'
import { isSamePreparation, type Preparation } from '../spec/config.ts'
import type { Failure, ImportProgress, KeptSets } from '../spec/report.ts'

export interface PrepareOptions {
  readonly onProgress: (progress: ImportProgress) => void
  readonly signal: { readonly aborted: boolean }
}

/** Prepares the images of a source. The base is the page's address. */
export type Prepare = (source: DataSource, preparation: Preparation, base: string, options: PrepareOptions) => Promise<Collection>

/** Prepared sets kept in this browser. Nothing here fails: what goes wrong is told in `problem`. */
export interface Library {
  list(): Promise<KeptSets>
  /** Keeps a set of a person's own files, in the place of one of the same name and preparation. */
  keep(collection: Collection, preparation: Preparation): Promise<KeptSets>
  remove(key: string): Promise<KeptSets>
}

export interface ImagesSurroundings {
  post(event: TrainerEvent): void
  readonly prepare: Prepare
  readonly library: Library
  asFailure(error: unknown): Failure
}

interface Open {
  readonly id: number
  readonly source: DataSource
  readonly preparation: Preparation
}

/** The commands that are about images. */
export type ImagesCommand = Extract<Command, { type: 'open' | 'cancel-open' | 'show-images' | 'take-images' | 'list-kept' | 'delete-kept' }>

export class Images {
  private readonly at: ImagesSurroundings
  private opened: (Open & { readonly collection: Collection }) | null = null
  private import: { id: number; signal: { aborted: boolean }; done: Promise<void> } | null = null
  /** The page's address. */
  base = ''

  constructor(at: ImagesSurroundings) {
    this.at = at
  }

  take(command: ImagesCommand): void {
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
        this.choose(command.id, command.images, command.taken)
        return
      case 'list-kept':
        void this.tellKept(this.at.library.list())
        return
      case 'delete-kept':
        void this.tellKept(this.at.library.remove(command.key))
        return
      default:
        command satisfies never
    }
  }

  /** The images for a run; they are prepared again where the settings have changed since. @throws TrainingError where there are none */
  async forRun(preparation: Preparation): Promise<Dataset> {
    await this.import?.done
    if (this.opened && !isSamePreparation(this.opened.preparation, preparation)) {
      this.open({ id: this.opened.id, source: this.opened.source, preparation })
      await this.import?.done
    }
    if (!this.opened) throw nothingToTrainOn('There are no images to train on.', 'Choose a built-in set or a folder of your own.')
    const dataset = trainingSet(this.opened.collection)
    if (dataset.count === 0) throw nothingToTrainOn('All images are left out.', 'Take some of them in the list of images.')
    return dataset
  }

  private open(wanted: Open): void {
    if (this.import) this.import.signal.aborted = true
    const signal = { aborted: false }
    this.import = { id: wanted.id, signal, done: this.prepare(wanted, signal) }
  }

  private async prepare(wanted: Open, signal: { readonly aborted: boolean }): Promise<void> {
    const { id, source, preparation } = wanted
    try {
      const onProgress = (progress: ImportProgress) => this.at.post({ type: 'import', id, progress })
      const collection = await this.at.prepare(source, preparation, this.base, { onProgress, signal })
      if (signal.aborted) return this.at.post({ type: 'dataset-failed', id, failure: null, findings: [] })
      this.tell({ ...wanted, collection })
      if (source.kind === 'files') void this.tellKept(this.at.library.keep(collection, preparation))
    } catch (error) {
      const findings = error instanceof NoImagesError ? error.findings : []
      this.at.post({ type: 'dataset-failed', id, failure: signal.aborted ? null : this.at.asFailure(error), findings })
    }
  }

  private tell(opened: Open & { readonly collection: Collection }): void {
    this.opened = opened
    const { id, collection } = opened
    this.at.post({ type: 'dataset', id, summary: summarise(collection), leftOut: [...collection.leftOut] })
  }

  private show(id: number, from: number, count: number): void {
    if (this.opened?.id !== id) return
    const { collection } = this.opened
    const last = Math.min(from + count, collection.count)
    const shown = Array.from({ length: Math.max(0, last - from) }, (_, i) => from + i)
    this.at.post({ type: 'images', id, from, pictures: picturesOf(collection, shown), paths: collection.paths.slice(from, last) })
  }

  private choose(id: number, images: readonly number[], taken: boolean): void {
    if (this.opened?.id !== id) return
    this.tell({ ...this.opened, collection: withImages(this.opened.collection, images, taken) })
  }

  private async tellKept(answer: Promise<KeptSets>): Promise<void> {
    this.at.post({ type: 'kept-sets', kept: await answer })
  }
}

function nothingToTrainOn(message: string, advice: string): TrainingError {
  return new TrainingError({ reason: 'bad-data', message, advice })
}
