// Finds the classes of a run between two of its steps, where they are not given: clusters, or labels inferred from a few.
import type { Dataset } from '../../data/dataset.ts'
import { splitImages } from '../../data/sampling.ts'
import { type ClassLabels, classCountOf } from '../../gan/class-labels.ts'
import { disposeModels } from '../../gan/models.ts'
import { type PretrainedNetwork, pretrain } from '../../gan/pretraining.ts'
import type { Run } from '../../gan/run.ts'
import { type CancelSignal, throwIfCancelled } from '../../spec/cancel.ts'
import { type LabellingProgress, NO_CLASS } from '../../spec/classes.ts'
import { isUsed } from '../../spec/config.ts'
import type { Analyse } from '../analysis.ts'
import { FeatureError } from '../errors.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import type { FeatureNetwork } from '../features/networks/network.ts'
import { classesByName } from '../score-classes.ts'
import { type InferredLabels, likeliest } from './inferred.ts'
import { checkVisible, countClasses, visibleLabels } from './known-labels.ts'
import { classChances, featuresOfRun, layerFeatures } from './label-features.ts'
import type { KnownLabels } from './label-layer.ts'
import { followLabelling, GROUPING, INFERRING, type LabellingOptions, LOOKING, PRETRAINING } from './progress.ts'

export interface LabellingDependencies {
  network(): Promise<FeatureNetwork>
  /** Computes on the CPU: in the page in a Worker of its own, in Node by a plain call. */
  readonly analyse: Analyse
  /** Seconds of a steady clock. */
  now(): number
  readonly signal?: CancelSignal
  onProgress?(progress: LabellingProgress): void
}

type LabelledRun = Pick<Run, 'config' | 'step' | 'models' | 'classes'>

/** What is found: everything else of ClassLabels follows. */
type Found = Pick<ClassLabels, 'ofImages' | 'confidence'>

/** Whether the classes of a run must be found before its next step. */
export function isLabellingDue({ config, step, classes }: Pick<Run, 'config' | 'step' | 'classes'>): boolean {
  if (config.conditioning === 'none') return false
  if (!classes) return true
  const isFoundAnew = (config.conditioning === 'clusters' || config.conditioning === 'inferred') && config.labelFeatures === 'discriminator'
  return isFoundAnew && step % config.relabelEvery === 0 && classes.step < step
}

/**
 * The same run and set have the same classes, bit for bit.
 * @throws FeatureError or TrainingError with a sentence for a person; CancelledError
 */
export async function findClasses(run: LabelledRun, dataset: Dataset, deps: LabellingDependencies): Promise<ClassLabels> {
  const { config, step } = run
  const known: KnownLabels = run.classes ?? knownOf(run, dataset)
  const { ofImages, confidence } = await findOrKeep(run, known, dataset, deps)
  throwIfCancelled(deps.signal)
  const { names, given } = known
  const counts =
    config.conditioning === 'random'
      ? evenCounts(dataset.count, names.length)
      : countClasses(splitImages(dataset.count, config).training, ofImages, names.length)
  return { names, ofImages, confidence, counts, step, given }
}

function knownOf({ config }: LabelledRun, dataset: Dataset): KnownLabels {
  const count = classCountOf(config, dataset)
  const names = dataset.labels?.names ?? []
  const nothing = new Int32Array(dataset.count).fill(NO_CLASS)
  switch (config.conditioning) {
    case 'single':
      return { names: ['All images'], given: nothing }
    case 'random':
      return { names: names.length > 0 ? names : numbered('Class', count), given: nothing }
    case 'clusters':
      return { names: numbered('Cluster', count), given: nothing }
    default: {
      const given = visibleLabels(config, dataset)
      checkVisible(given, names)
      return { names, given }
    }
  }
}

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word} ${i + 1}`)

/** As equal as whole numbers can be. */
function evenCounts(images: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, c) =>
    Math.max(1, Math.floor(((c + 1) * images) / classes) - Math.floor((c * images) / classes)),
  )
}

/** Where the features have become too much alike to tell classes apart by them, the old ones stay. */
async function findOrKeep(run: LabelledRun, known: KnownLabels, dataset: Dataset, deps: LabellingDependencies): Promise<Found> {
  try {
    return await find(run, known, dataset, deps)
  } catch (error) {
    if (run.classes && error instanceof FeatureError) return run.classes
    throw error
  }
}

function find(run: LabelledRun, known: KnownLabels, dataset: Dataset, deps: LabellingDependencies): Found | Promise<Found> {
  const { conditioning } = run.config
  switch (conditioning) {
    case 'none':
      throw new Error('a run without classes has none to find')
    case 'single':
      return { ofImages: new Int32Array(dataset.count), confidence: new Float32Array(dataset.count).fill(1) }
    case 'random': // another one whenever an image is read: none is its own
      return { ofImages: new Int32Array(dataset.count).fill(NO_CLASS), confidence: new Float32Array(dataset.count) }
    case 'co-trained':
    case 'given':
      return { ofImages: known.given, confidence: Float32Array.from(known.given, (label) => (label === NO_CLASS ? 0 : 1)) }
    case 'clusters':
      return findClusters(run, dataset, deps)
    case 'inferred':
      return inferFromFew(run, known, dataset, deps)
    default:
      return conditioning satisfies never
  }
}

async function findClusters(run: LabelledRun, dataset: Dataset, deps: LabellingDependencies): Promise<Found> {
  const { config, classes } = run
  const follow = followLabelling(dataset, config, deps, GROUPING)
  const table = await featuresFor(run, null, dataset, deps, follow)
  const { training } = splitImages(dataset.count, config)
  const input = { table, training, k: config.classCount, seed: config.seed, before: classes?.ofImages ?? null }
  return deps.analyse('class-clusters', input, follow(GROUPING))
}

/** By a classifier that learns beside the rotations, or by a linear one on frozen features. */
async function inferFromFew(run: LabelledRun, known: KnownLabels, dataset: Dataset, deps: LabellingDependencies): Promise<InferredLabels> {
  const { config } = run
  const { names, given } = known
  if (config.fineTune && isUsed('fineTune', config)) {
    const watch = followLabelling(dataset, config, deps, null)
    const chances = await withPretrained(run, dataset, known, watch, (network) => classChances(network, dataset, watch(LOOKING)))
    return likeliest(chances, given, names.length)
  }
  const follow = followLabelling(dataset, config, deps, INFERRING)
  const table = await featuresFor(run, known, dataset, deps, follow)
  return deps.analyse('inferred-labels', { table, given, names }, follow(INFERRING))
}

/** @param known labels, where classes are inferred from them */
async function featuresFor(
  run: LabelledRun,
  known: KnownLabels | null,
  dataset: Dataset,
  deps: LabellingDependencies,
  follow: LabellingOptions,
): Promise<FeatureTable> {
  const { config } = run
  if (config.labelFeatures !== 'rotation') return featuresOfRun(run, known, dataset, () => deps.network(), follow(LOOKING))
  return withPretrained(run, dataset, null, follow, (network) => layerFeatures(network, dataset, config.labelLayer, known, follow(LOOKING)))
}

/** @param labels that the network learns beside the rotations */
async function withPretrained<T>(
  { config }: LabelledRun,
  dataset: Dataset,
  labels: KnownLabels | null,
  follow: LabellingOptions,
  work: (network: PretrainedNetwork) => Promise<T>,
): Promise<T> {
  const network = await pretrain(config, dataset, labels, follow(PRETRAINING))
  try {
    return await work(network)
  } finally {
    disposeModels({ network })
  }
}

/** Share of the images whose label was hidden from training that are in the right class; null where none was hidden, or none was inferred. */
export function accuracyOf({ names, given, ofImages }: ClassLabels, { labels }: Dataset): number | null {
  if (!labels || given.every((label) => label === NO_CLASS)) return null
  let hidden = 0
  let right = 0
  classesByName(labels, names).forEach((truth, image) => {
    if (truth === NO_CLASS || given[image] !== NO_CLASS || ofImages[image] === NO_CLASS) return
    hidden++
    if (ofImages[image] === truth) right++
  })
  return hidden > 0 ? right / hidden : null
}
