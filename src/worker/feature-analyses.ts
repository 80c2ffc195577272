// Studies in the Worker: features of the open images are gathered on the device, between two steps where a run goes on, and the answers
// are worked out beside training. A newer study takes the place of one under way.

import { type Collection, takenOf } from '../data/collection.ts'
import { imagesAt } from '../data/dataset.ts'
import { picturesOf, turnPicture } from '../data/pixels.ts'
import { evenlySpaced, range, splitImages } from '../data/sampling.ts'
import { blockOfSamples, featuresOf, type Labelled, labelledByFolder, probeCandidates } from '../eval/analysis-features.ts'
import { FeatureError } from '../eval/errors.ts'
import { type FeatureTable, joinTables, takeRows } from '../eval/features/feature-table.ts'
import { neighboursOf } from '../eval/features/neighbours.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { countTurns, turnProbabilities } from '../eval/features/turn-confusion.ts'
import { firstSeeds, type Run } from '../gan/run.ts'
import type { TrainerEvent } from '../protocol.ts'
import { CancelledError, type WorkOptions } from '../spec/cancel.ts'
import { DEFAULTS } from '../spec/config.ts'
import { type FeatureAnalysis, type FeatureAnalysisResult, type FeatureSource, MAX_ANALYSED_IMAGES } from '../spec/feature-analyses.ts'
import { messageOf } from '../spec/words.ts'
import { type Costs, WorkProgress } from '../spec/work-progress.ts'
import type { Analyse, AnalyseOptions } from './analyses.ts'
import type { ActiveRun, RunController } from './run-controller.ts'

export interface FeatureAnalysesDependencies {
  post(event: TrainerEvent): void
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
const LOOKING = 'Looking at the images'
const LOOKING_AT_SAMPLES = 'Looking at the samples'
const WORKING = 'Working it out'
type Words = typeof LOOKING | typeof LOOKING_AT_SAMPLES | typeof WORKING

/** How the parts of a study compare, until they have been timed. */
const PARTS: { readonly [K in FeatureAnalysis['kind']]: Readonly<Partial<Record<Words, number>>> } = {
  neighbours: { [LOOKING]: 1 },
  'sample-neighbours': { [LOOKING]: 20, [LOOKING_AT_SAMPLES]: 1 },
  map: { [LOOKING]: 3, [LOOKING_AT_SAMPLES]: 3, [WORKING]: 4 },
  clusters: { [LOOKING]: 6, [WORKING]: 4 },
  probe: { [LOOKING]: 6, [WORKING]: 4 },
  turns: { [LOOKING]: 1 },
}

type AnalysisOf<K extends FeatureAnalysis['kind']> = Extract<FeatureAnalysis, { kind: K }>

interface Found {
  readonly step: number | null
  readonly result: FeatureAnalysisResult
}

/** Features of some images of the open set, until others are open or the run goes on. */
interface Remembered {
  readonly collection: Collection
  readonly key: string
  readonly images: Uint32Array
  readonly table: FeatureTable
}

export class FeatureAnalyses {
  private readonly deps: FeatureAnalysesDependencies
  private underWay: { readonly id: number; readonly signal: { aborted: boolean } } | null = null
  private remembered: Remembered | null = null
  private readonly costs = new Map<string, Costs<Words>>()
  /** Seconds for which the study that has the device, or had it last, has held it. */
  private held = 0

  constructor(deps: FeatureAnalysesDependencies) {
    this.deps = deps
  }

  /** Never rejects. */
  async run(id: number, analysis: FeatureAnalysis): Promise<void> {
    if (this.underWay) this.underWay.signal.aborted = true
    const signal = { aborted: false }
    this.underWay = { id, signal }
    try {
      const work = this.workOf(analysis)
      const { step, result } = await this.answer(analysis, (words) => ({
        signal,
        onProgress: (done) => {
          const share = work.at(words, done)
          if (!signal.aborted) this.deps.post({ type: 'analysis-progress', id, share, words, left: work.secondsLeft() })
        },
      }))
      if (!signal.aborted) return this.deps.post({ type: 'analysis', id, step, held: this.held, result })
      this.deps.post({ type: 'analysis-failed', id, sentence: null })
    } catch (error) {
      const sentence = messageOf(error)
      this.deps.post({ type: 'analysis-failed', id, sentence: signal.aborted || error instanceof CancelledError ? null : sentence })
    }
  }

  /** What such a study has cost before is known for as many images. */
  private workOf(analysis: FeatureAnalysis): WorkProgress<Words> {
    const key = JSON.stringify([analysis.kind, 'source' in analysis ? analysis.source : null, takenOf(this.deps.collection()).length])
    const costs: Costs<Words> = this.costs.get(key) ?? new Map()
    this.costs.set(key, costs)
    const parts = Object.entries(PARTS[analysis.kind]) as [Words, number][]
    return new WorkProgress(
      parts.map(([name, guess]) => ({ name, size: 1, guess, onDevice: true })),
      costs,
      this.deps.now,
    )
  }

  cancel(id: number): void {
    if (this.underWay?.id === id) this.underWay.signal.aborted = true
  }

  private answer(analysis: FeatureAnalysis, watch: MakeWatch): Promise<Found> {
    switch (analysis.kind) {
      case 'neighbours':
        return this.neighbours(analysis, watch)
      case 'sample-neighbours':
        return this.sampleNeighbours(analysis, watch)
      case 'map':
        return this.map(analysis, watch)
      case 'clusters':
        return this.clusters(analysis, watch)
      case 'probe':
        return this.probe(analysis, watch)
      case 'turns':
        return this.turns(watch)
      default:
        return analysis satisfies never
    }
  }

  private async neighbours({ source, image, count }: AnalysisOf<'neighbours'>, watch: MakeWatch): Promise<Found> {
    const { images, table, step } = await this.onDevice((opened) => this.features(opened, source, watch(LOOKING), image))
    if (images.length === 1) throw new FeatureError('All other images are left out: take some of them to see which are like this one.')
    const found = neighboursOf(table, images.indexOf(image), Math.min(count, images.length - 1))
    const nearest = Array.from(found.rows, (row, i) => ({ image: images[row] as number, similarity: found.similarities[i] as number }))
    return { step, result: { kind: 'neighbours', image, nearest, meanSimilarity: found.meanSimilarity } }
  }

  private sampleNeighbours({ source, seed, count }: AnalysisOf<'sample-neighbours'>, watch: MakeWatch): Promise<Found> {
    return this.onDevice(async (opened) => {
      const analysis = trainedRun(opened)
      if (!opened) throw new FeatureError('There is no run to draw the sample: press Train first.')
      if (!analysis) throw new FeatureError('The generator has not learnt anything yet: train a few steps first.')
      const { images, table } = await this.features(opened, source, watch(LOOKING))
      const { table: sample } = await this.samples(analysis, source, [seed], watch(LOOKING_AT_SAMPLES))
      const taken = takenOf(this.deps.collection())
      const heldOut = new Set(Array.from(splitImages(taken.length, analysis.config).heldOut, (row) => taken[row]))
      const rows = Array.from(images.keys()).filter((row) => !heldOut.has(images[row]))
      const found = neighboursOf(joinTables([sample, takeRows(table, rows)]), 0, Math.min(count, rows.length))
      const nearest = Array.from(found.rows, (row, i) => ({
        image: images[rows[row - 1] as number] as number,
        similarity: found.similarities[i] as number,
      }))
      return { step: analysis.step, result: { kind: 'sample-neighbours', seed, nearest, meanSimilarity: found.meanSimilarity } }
    })
  }

  private async map({ source, samples: wanted }: AnalysisOf<'map'>, watch: MakeWatch): Promise<Found> {
    const seeds = firstSeeds(wanted)
    const { images, table, step, drawn } = await this.onDevice(async (opened) => {
      const run = trainedRun(opened)
      const found = await this.features(opened, source, watch(LOOKING))
      const looking = watch(LOOKING_AT_SAMPLES)
      return { ...found, drawn: run && wanted > 0 ? await this.samples(run, source, seeds, looking) : null }
    })
    const question = { images: table, samples: drawn?.table ?? null }
    const positions = await this.deps.analyse('map', question, watch(WORKING))
    const samples = drawn?.pictures ?? null
    return { step: drawn?.step ?? step, result: { kind: 'map', images: [...images], positions, samples, seeds: samples ? seeds : [] } }
  }

  private async clusters({ source, k }: AnalysisOf<'clusters'>, watch: MakeWatch): Promise<Found> {
    const { images, table, step } = await this.onDevice((opened) => this.features(opened, source, watch(LOOKING)))
    const { typical, ...answer } = await this.deps.analyse('clusters', { table, k }, watch(WORKING))
    const numbers = typical.map((rows) => rows.map((row) => images[row] as number))
    return { step, result: { kind: 'clusters', images: [...images], typical: numbers, ...answer } }
  }

  private async probe({ labelled }: AnalysisOf<'probe'>, watch: MakeWatch): Promise<Found> {
    const collection = this.deps.collection()
    const { images, labels, heldOut, candidates, step } = await this.onDevice(async (opened) => {
      const chosen = labelled ? byHand(labelled) : labelledByFolder(collection, opened?.run.config ?? DEFAULTS)
      const block = imagesAt(collection, chosen.images)
      const looking = watch(LOOKING)
      const run = trainedRun(opened)
      return { ...chosen, candidates: await probeCandidates(block, run, this.deps.network, looking), step: run?.step ?? null }
    })
    if (images.length === 0)
      throw new FeatureError('There are no images to learn from: label a few by hand, or put them into sub-folders by kind.')
    const answer = await this.deps.analyse('probe', { candidates, labels, heldOut }, watch(WORKING))
    return { step, result: { kind: 'probe', ...answer } }
  }

  private turns(watch: MakeWatch): Promise<Found> {
    const numbers = takenOf(this.deps.collection())
    return this.onDevice(async (opened) => {
      if (!opened || !trainedRun(opened)) throw new FeatureError('The discriminator has not learnt anything yet: train a few steps first.')
      const { run, dataset } = opened
      const { heldOut, training } = splitImages(dataset.count, run.config)
      const indices = evenlySpaced(heldOut.length > 0 ? heldOut : training, TURNED.images)
      const probabilities = await turnProbabilities(run.models.discriminator, dataset, indices, watch(LOOKING))
      const { mistakes, ...counts } = countTurns(probabilities, indices, TURNED.mistakes)
      const pictures = picturesOf(dataset, mistakes.map(({ image }) => image)) // biome-ignore format: one line says it
      for (const [i, { turn }] of mistakes.entries()) turnPicture(pictures, i, turn)
      const shown = mistakes.map((mistake) => ({ ...mistake, image: numbers[mistake.image] ?? mistake.image }))
      const result = { kind: 'turns', ...counts, heldOut: heldOut.length > 0, mistakes: shown, pictures } as const
      return { step: run.step, result }
    })
  }

  /** Of the images that are not left out, evenly spread where they are too many, and of one that must be among them. */
  private async features(
    opened: ActiveRun | null,
    source: FeatureSource,
    watch: WorkOptions,
    needed?: number,
  ): Promise<Remembered & { readonly step: number | null }> {
    const collection = this.deps.collection()
    const run = trainedRun(opened)
    const step = source.kind === 'discriminator' ? (run?.step ?? null) : null
    const key = JSON.stringify([source, step, run?.config.seed])
    const { remembered } = this
    const known = remembered?.collection === collection && remembered.key === key
    const images = withNeeded(evenlySpaced(Uint32Array.from(takenOf(collection)), MAX_ANALYSED_IMAGES), needed)
    if (known && images.every((image, i) => remembered.images[i] === image)) return { ...firstOf(remembered, images.length), step }
    if (images.length === 0) throw new FeatureError('All images are left out: take some of them first.')
    const table = await featuresOf(source, imagesAt(collection, images), run, this.deps.network, watch)
    this.remembered = { collection, key, images, table }
    return { ...this.remembered, step }
  }

  /** Of the averaged generator as it is now. */
  private async samples(run: Run, source: FeatureSource, seeds: readonly number[], watch: WorkOptions) {
    const { pictures } = await run.samples(seeds)
    const block = blockOfSamples(pictures, this.deps.collection().channels)
    return { pictures, table: await featuresOf(source, block, run, this.deps.network, watch), step: run.step }
  }

  /** Training waits meanwhile. */
  private async onDevice<T>(work: (opened: ActiveRun | null) => Promise<T>): Promise<T> {
    const timed = async (opened: ActiveRun | null) => {
      const began = this.deps.now()
      const found = await work(opened)
      this.held = this.deps.now() - began
      return found
    }
    const session = this.deps.controller()
    if (session && !session.ended) return session.betweenSteps(timed, 'analysis')
    await this.deps.ready()
    return timed(null)
  }
}

type MakeWatch = (words: Words) => AnalyseOptions

/** A run that has made a step: before that its discriminator is noise, and no features are worth a look. */
function trainedRun(opened: ActiveRun | null): Run | null {
  return opened && opened.run.step > 0 ? opened.run : null
}

/** Without an image that only an earlier question needed: one that is left out takes no part in any other. */
function firstOf(remembered: Remembered, count: number): Remembered {
  if (count === remembered.images.length) return remembered
  return { ...remembered, images: remembered.images.subarray(0, count), table: takeRows(remembered.table, range(count)) }
}

function withNeeded(images: Uint32Array, needed: number | undefined): Uint32Array {
  return needed === undefined || images.includes(needed) ? images : Uint32Array.of(...images, needed)
}

/** Those a person has labelled. */
function byHand({ images, classes }: NonNullable<AnalysisOf<'probe'>['labelled']>): Labelled {
  return { images, labels: classes, heldOut: null }
}
