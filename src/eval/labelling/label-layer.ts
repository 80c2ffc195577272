// Which layer of a network classes are found by. Deep layers of a network that has learnt to tell rotations know about rotations, early ones about
// colours and edges: which is best for the labels at hand is told by the few that are known.
import { imagesAt } from '../../data/dataset.ts'
import { evenlySpaced, range } from '../../data/sampling.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import type { NamedActivation } from '../../gan/networks/build.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import { FeatureError } from '../errors.ts'
import { discriminatorFeatures } from '../features/discriminator-features.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import type { ImageNetwork } from '../features/image-batches.ts'
import { LabelSuggester, MAX_LEARNT } from './suggestions.ts'

/** What is known of the classes before they are found. */
export type KnownLabels = Pick<ClassLabels, 'names' | 'given'>

/** In the place of the number of a layer. */
const CHOSEN_BY_ITSELF = 0

/**
 * The name of a layer.
 * @param labelLayer 1 is the layer nearest to the pixels; 0: the one that predicts the known labels best, or the last where there are none, as in
 * the clustering of Lucic et al. [2019, §3.1]
 * @throws FeatureError where there is no such layer; CancelledError
 */
export async function layerFor(
  of: ImageNetwork,
  images: ImageBlock,
  labelLayer: number,
  known: KnownLabels | null,
  watch: WorkOptions,
): Promise<string> {
  const { activations } = of.network
  if (labelLayer !== CHOSEN_BY_ITSELF) return layerAt(activations, labelLayer)
  return known ? bestLayer(of, images, known, watch) : layerAt(activations, activations.length)
}

function layerAt(layers: readonly NamedActivation[], number: number): string {
  const layer = layers[number - 1]
  if (!layer)
    throw new FeatureError(
      `There is no layer ${number}: the network has ${layers.length}. Choose one of them, or 0 to have the best one chosen.`,
    )
  return layer.name
}

/**
 * Where each known label is likeliest to a classifier that learnt from the others; the last of the layers that are as good within one standard
 * error [Breiman et al. 1984, §3.4.3]: with few labels the best one is best by chance.
 */
async function bestLayer(of: ImageNetwork, images: ImageBlock, { names, given }: KnownLabels, { signal }: WorkOptions): Promise<string> {
  const all = range(given.length).filter((image) => given[image] !== NO_CLASS)
  const labelled = evenlySpaced(all, MAX_LEARNT)
  const classes = labelled.map((image) => given[image] as number)
  const layers = of.network.activations.map(({ name }) => name)
  const wanted = layers.map((layer) => ({ layer, pooled: true }))
  const tables = await discriminatorFeatures(of, imagesAt(images, labelled), wanted, { signal })
  const fits = tables.map((table) => fitOf(table, classes, names.length))
  const best = fits.reduce((most, fit) => (fit.mean > most.mean ? fit : most))
  return layers[fits.findLastIndex(({ mean }) => mean >= best.mean - best.error)] as string
}

/** How well a layer predicts: the mean logarithm of the probability of a label that was left out, and its standard error. */
interface Fit {
  readonly mean: number
  readonly error: number
}

/** Training is told no label as merely accepted. */
const NONE: ReadonlySet<number> = new Set()

const NO_FIT: Fit = { mean: Number.NEGATIVE_INFINITY, error: 0 }

function fitOf(table: FeatureTable, classes: Uint32Array, count: number): Fit {
  try {
    const { givenProbability } = new LabelSuggester(table).suggest({ rows: range(table.rows), classes, accepted: NONE, count })
    const logs = Array.from(givenProbability, Math.log).filter((log) => !Number.isNaN(log)) // a class's only label cannot be left out
    if (logs.length < 2) return NO_FIT
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
    const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1)
    return { mean, error: Math.sqrt(variance / logs.length) }
  } catch (error) {
    if (error instanceof FeatureError) return NO_FIT // all images are alike in this layer
    throw error
  }
}
