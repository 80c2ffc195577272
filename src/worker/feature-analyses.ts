// Feature analyses in the Worker: features of the open images are extracted on the device, between two steps where a run goes on, and the
// results are computed while training continues. A newer analysis replaces one under way.

import { type Collection, takenOf } from '../data/collection.ts'
import { imagesAt } from '../data/dataset.ts'
import { picturesOf, turnPicture } from '../data/pixels.ts'
import { evenlySpaced, splitImages } from '../data/sampling.ts'
import type { Analyse } from '../eval/analysis.ts'
import { blockOfSamples, featuresOf, type Labelled, labelledImages, probeCandidates } from '../eval/analysis-features.ts'
import { FeatureError } from '../eval/errors.ts'
import { joinTables, takeRows } from '../eval/features/feature-table.ts'
import { neighboursOf } from '../eval/features/neighbours.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { countRotations, rotationProbabilities } from '../eval/features/rotation-confusion.ts'
import { firstSeeds, type Run } from '../gan/run.ts'
import type { TrainerEvent } from '../protocol.ts'
import { CancelledError, throwIfCancelled, type WorkOptions } from '../spec/cancel.ts'
import { DEFAULTS } from '../spec/config.ts'
import type { FeatureAnalysis, FeatureAnalysisResult, FeatureSource } from '../spec/feature-analyses.ts'
import { messageOf } from '../spec/words.ts'
import { type Costs, WorkProgress } from '../spec/work-progress.ts'
import { imagesToLearnFrom, LabelSuggesters } from './label-suggestions.ts'
import { OpenFeatures, type OpenImageFeatures } from './open-features.ts'
import type { RunController } from './run/run-controller.ts'
import type { ActiveRun } from './run/step-tasks.ts'

interface FeatureAnalysesDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  network(): Promise<FeatureNetwork>
  readonly analyse: Analyse
  /** The run there is, if any. */
  controller(): RunController | null
  /** Resolves when there is a device. */
  ready(): Promise<unknown>
  /** The images that are open. @throws FeatureError where there are none */
  collection(): Collection
}

/** Images that are turned, and mistakes that are shown, at most. */
const TURNED = { images: 1000, mistakes: 12 }
const EXTRACTING = 'Looking at the images'
const EXTRACTING_SAMPLES = 'Looking at the samples'
const COMPUTING = 'Working it out'
/** The parts of an analysis, in the words that the page shows. */
type AnalysisPart = typeof EXTRACTING | typeof EXTRACTING_SAMPLES | typeof COMPUTING

/** How long the parts of an analysis take compared with each other, until they have been timed. */
const PARTS: { readonly [K in FeatureAnalysis['kind']]: Readonly<Partial<Record<AnalysisPart, number>>> } = {
  neighbours: { [EXTRACTING]: 1 },
  'sample-neighbours': { [EXTRACTING]: 20, [EXTRACTING_SAMPLES]: 1 },
  map: { [EXTRACTING]: 3, [EXTRACTING_SAMPLES]: 3, [COMPUTING]: 4 },
  clusters: { [EXTRACTING]: 6, [COMPUTING]: 4 },
  split: { [EXTRACTING]: 6, [COMPUTING]: 1 },
  probe: { [EXTRACTING]: 6, [COMPUTING]: 4 },
  rotations: { [EXTRACTING]: 1 },
  suggestions: { [EXTRACTING]: 20, [COMPUTING]: 1 },
}

type AnalysisOf<K extends FeatureAnalysis['kind']> = Extract<FeatureAnalysis, { kind: K }>

interface AnalysisResult {
  readonly step: number | null
  readonly result: FeatureAnalysisResult
}

export class FeatureAnalyses {
  private readonly deps: FeatureAnalysesDependencies
  private underWay: { readonly id: number; readonly cancelling: AbortController } | null = null
  private readonly openFeatures: OpenFeatures
  private readonly suggesters = new LabelSuggesters()
  private readonly costs = new Map<string, Costs<AnalysisPart>>()
  /** Seconds for which the last analysis that used the device has used it. */
  private deviceSeconds = 0

  constructor(deps: FeatureAnalysesDependencies) {
    this.deps = deps
    this.openFeatures = new OpenFeatures(() => deps.network())
  }

  /** Never rejects. */
  async run(id: number, analysis: FeatureAnalysis): Promise<void> {
    this.underWay?.cancelling.abort()
    const cancelling = new AbortController()
    const { signal } = cancelling
    this.underWay = { id, cancelling }
    try {
      const work = this.progressOf(analysis)
      const { step, result } = await this.compute(analysis, (part) => ({
        signal,
        onProgress: (done) => {
          const share = work.update(part, done)
          if (!signal.aborted) this.deps.emit({ type: 'analysis-progress', id, share, words: part, left: work.secondsLeft() })
        },
      }))
      if (!signal.aborted) return this.deps.emit({ type: 'analysis', id, step, deviceSeconds: this.deviceSeconds, result })
      this.deps.emit({ type: 'analysis-failed', id, sentence: null })
    } catch (error) {
      const sentence = messageOf(error)
      this.deps.emit({ type: 'analysis-failed', id, sentence: signal.aborted || error instanceof CancelledError ? null : sentence })
    }
  }

  /** The time that the same analysis of as many images took before is remembered. */
  private progressOf(analysis: FeatureAnalysis): WorkProgress<AnalysisPart> {
    const key = JSON.stringify([analysis.kind, 'source' in analysis ? analysis.source : null, takenOf(this.deps.collection()).length])
    const costs: Costs<AnalysisPart> = this.costs.get(key) ?? new Map()
    this.costs.set(key, costs)
    const parts = Object.entries(PARTS[analysis.kind]) as [AnalysisPart, number][]
    return new WorkProgress(
      parts.map(([name, guess]) => ({ name, size: 1, guess, onDevice: true })),
      costs,
      this.deps.now,
    )
  }

  cancel(id: number): void {
    if (this.underWay?.id === id) this.underWay.cancelling.abort()
  }

  private compute(analysis: FeatureAnalysis, options: PartOptions): Promise<AnalysisResult> {
    switch (analysis.kind) {
      case 'neighbours':
        return this.neighbours(analysis, options)
      case 'sample-neighbours':
        return this.sampleNeighbours(analysis, options)
      case 'map':
        return this.map(analysis, options)
      case 'clusters':
        return this.clusters(analysis, options)
      case 'split':
        return this.split(analysis, options)
      case 'probe':
        return this.probe(analysis, options)
      case 'rotations':
        return this.rotations(options)
      case 'suggestions':
        return this.suggestions(analysis, options)
      default:
        return analysis satisfies never
    }
  }

  private async neighbours({ source, image, count }: AnalysisOf<'neighbours'>, options: PartOptions): Promise<AnalysisResult> {
    const { images, table, step } = await this.withDevice((active) => this.features(active, source, options(EXTRACTING), [image]))
    if (images.length === 1) throw new FeatureError('All other images are left out: take some of them to see which are like this one.')
    const found = neighboursOf(table, images.indexOf(image), Math.min(count, images.length - 1))
    const nearest = Array.from(found.rows, (row, i) => ({ image: images[row] as number, similarity: found.similarities[i] as number }))
    return { step, result: { kind: 'neighbours', image, nearest, meanSimilarity: found.meanSimilarity } }
  }

  private sampleNeighbours(analysis: AnalysisOf<'sample-neighbours'>, options: PartOptions): Promise<AnalysisResult> {
    const { source, seed, class: wanted, count } = analysis
    return this.withDevice(async (active) => {
      const run = trainedRun(active)
      if (!active) throw new FeatureError('There is no run to draw the sample: press Train first.')
      if (!run) throw new FeatureError('The generator has not learnt anything yet: train a few steps first.')
      if (wanted !== null && run.classes?.names[wanted] === undefined)
        throw new FeatureError('The run does not have this class: close the sample and choose another.')
      const { images, table } = await this.features(active, source, options(EXTRACTING))
      const { table: sample } = await this.samples(run, source, [seed], options(EXTRACTING_SAMPLES), wanted === null ? undefined : [wanted])
      const taken = takenOf(this.deps.collection())
      const heldOut = new Set(Array.from(splitImages(taken.length, run.config).heldOut, (row) => taken[row]))
      const rows = Array.from(images.keys()).filter((row) => !heldOut.has(images[row]))
      const found = neighboursOf(joinTables([sample, takeRows(table, rows)]), 0, Math.min(count, rows.length))
      const nearest = Array.from(found.rows, (row, i) => ({
        image: images[rows[row - 1] as number] as number,
        similarity: found.similarities[i] as number,
      }))
      return { step: run.step, result: { kind: 'sample-neighbours', seed, class: wanted, nearest, meanSimilarity: found.meanSimilarity } }
    })
  }

  private async map({ source, samples: wanted }: AnalysisOf<'map'>, options: PartOptions): Promise<AnalysisResult> {
    const seeds = firstSeeds(wanted)
    const { images, table, step, drawn } = await this.withDevice(async (active) => {
      const run = trainedRun(active)
      const found = await this.features(active, source, options(EXTRACTING))
      const sampleOptions = options(EXTRACTING_SAMPLES)
      return { ...found, drawn: run && wanted > 0 ? await this.samples(run, source, seeds, sampleOptions) : null }
    })
    const input = { images: table, samples: drawn?.table ?? null }
    const positions = await this.deps.analyse('map', input, options(COMPUTING))
    const samples = drawn?.pictures ?? null
    return { step: drawn?.step ?? step, result: { kind: 'map', images: [...images], positions, samples, seeds: samples ? seeds : [] } }
  }

  private async clusters({ source, k }: AnalysisOf<'clusters'>, options: PartOptions): Promise<AnalysisResult> {
    const { images, table, step } = await this.withDevice((active) => this.features(active, source, options(EXTRACTING)))
    const { typical, ...clusters } = await this.deps.analyse('clusters', { table, k }, options(COMPUTING))
    const numbers = typical.map((rows) => rows.map((row) => images[row] as number))
    return { step, result: { kind: 'clusters', images: [...images], typical: numbers, ...clusters } }
  }

  /** By the features of all images, which an earlier analysis has left. */
  private async split({ source, images: wanted, k }: AnalysisOf<'split'>, options: PartOptions): Promise<AnalysisResult> {
    const { images, table, step } = await this.withDevice((active) => this.features(active, source, options(EXTRACTING)))
    const chosen = new Set(wanted)
    const rows = Array.from(images.keys()).filter((row) => chosen.has(images[row] as number))
    const { assignment, typical } = await this.deps.analyse('clusters', { table: takeRows(table, rows), k }, options(COMPUTING))
    const numberOf = (row: number) => images[rows[row] as number] as number
    return {
      step,
      result: { kind: 'split', images: rows.map((_, row) => numberOf(row)), assignment, k, typical: typical.map((of) => of.map(numberOf)) },
    }
  }

  private async probe({ labelled }: AnalysisOf<'probe'>, options: PartOptions): Promise<AnalysisResult> {
    const collection = this.deps.collection()
    const { images, labels, heldOut, candidates, step } = await this.withDevice(async (active) => {
      const chosen = labelled ? byHand(labelled) : labelledImages(collection, active?.run.config ?? DEFAULTS)
      const block = imagesAt(collection, chosen.images)
      const run = trainedRun(active)
      return { ...chosen, candidates: await probeCandidates(block, run, this.deps.network, options(EXTRACTING)), step: run?.step ?? null }
    })
    if (images.length === 0)
      throw new FeatureError('There are no images to learn from: label a few by hand, or put them into sub-folders by kind.')
    const probe = await this.deps.analyse('probe', { candidates, labels, heldOut }, options(COMPUTING))
    return { step, result: { kind: 'probe', ...probe } }
  }

  /** Where the features are there, no step of a run is waited for. */
  private async suggestions({ source, labelled }: AnalysisOf<'suggestions'>, options: PartOptions): Promise<AnalysisResult> {
    const collection = this.deps.collection()
    const needed = imagesToLearnFrom(collection, labelled)
    const known = source.kind === 'network' ? this.openFeatures.known({ collection, run: null, source, needed }) : null
    const { step, ...found } = known
      ? { step: null, ...known }
      : await this.withDevice((active) => this.features(active, source, options(EXTRACTING), needed))
    throwIfCancelled(options(COMPUTING).signal)
    const began = this.deps.now()
    const suggested = this.suggesters.suggest(found, labelled)
    const milliseconds = 1000 * (this.deps.now() - began)
    return { step, result: { kind: 'suggestions', ...suggested, milliseconds } }
  }

  private rotations(options: PartOptions): Promise<AnalysisResult> {
    const numbers = takenOf(this.deps.collection())
    return this.withDevice(async (active) => {
      if (!active || !trainedRun(active)) throw new FeatureError('The discriminator has not learnt anything yet: train a few steps first.')
      const { run, dataset } = active
      const { heldOut, training } = splitImages(dataset.count, run.config)
      const indices = evenlySpaced(heldOut.length > 0 ? heldOut : training, TURNED.images)
      const probabilities = await rotationProbabilities(run.models.discriminator, dataset, indices, options(EXTRACTING))
      const { mistakes, ...counts } = countRotations(probabilities, indices, TURNED.mistakes)
      const pictures = picturesOf(dataset, mistakes.map(({ image }) => image)) // biome-ignore format: one line says it
      for (const [i, { turn }] of mistakes.entries()) turnPicture(pictures, i, turn)
      const shown = mistakes.map((mistake) => ({ ...mistake, image: numbers[mistake.image] ?? mistake.image }))
      const result = { kind: 'rotations', ...counts, heldOut: heldOut.length > 0, mistakes: shown, pictures } as const
      return { step: run.step, result }
    })
  }

  /** @param needed images that must be among them */
  private async features(
    active: ActiveRun | null,
    source: FeatureSource,
    options: WorkOptions,
    needed: readonly number[] = [],
  ): Promise<OpenImageFeatures & { readonly step: number | null }> {
    const run = trainedRun(active)
    const found = await this.openFeatures.get({ collection: this.deps.collection(), run, source, needed }, options)
    return { ...found, step: source.kind === 'discriminator' ? (run?.step ?? null) : null }
  }

  /** Of the averaged generator as it is now. @param classes of the seeds; without them, those that follow from the seeds */
  private async samples(run: Run, source: FeatureSource, seeds: readonly number[], options: WorkOptions, classes?: readonly number[]) {
    const { pictures } = await run.samples(seeds, { classes })
    const block = blockOfSamples(pictures, this.deps.collection().channels)
    return { pictures, table: await featuresOf(source, block, run, this.deps.network, options), step: run.step }
  }

  /** Runs a task that needs the device: between two steps where there is a run, which waits meanwhile. */
  private async withDevice<T>(task: (active: ActiveRun | null) => Promise<T>): Promise<T> {
    const timed = async (active: ActiveRun | null) => {
      const began = this.deps.now()
      const result = await task(active)
      this.deviceSeconds = this.deps.now() - began
      return result
    }
    const controller = this.deps.controller()
    if (controller && !controller.ended) return controller.betweenSteps(timed, 'analysis')
    await this.deps.ready()
    return timed(null)
  }
}

/** How each part is followed and cancelled. */
type PartOptions = (part: AnalysisPart) => WorkOptions

/** A run that has made a step: before that its discriminator is noise. */
function trainedRun(active: ActiveRun | null): Run | null {
  return active && active.run.step > 0 ? active.run : null
}

/** Those a person has labelled. */
function byHand({ images, classes }: NonNullable<AnalysisOf<'probe'>['labelled']>): Labelled {
  return { images, labels: classes, heldOut: null }
}
