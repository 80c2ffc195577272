// The features by which the classes of a run are found: of the feature network, of a network that was trained on rotations first, or of the
// run's discriminator as it is now.
import type { Dataset } from '../../data/dataset.ts'
import { range } from '../../data/sampling.ts'
import type { PretrainedNetwork } from '../../gan/pretraining.ts'
import type { Run } from '../../gan/run.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import * as tf from '../../tensor/tf.ts'
import { discriminatorFeatures } from '../features/discriminator-features.ts'
import { extractFeatures } from '../features/extract.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { type ImageNetwork, type RunDiscriminator, runInBatches, VIEWS_AT_ONCE } from '../features/image-batches.ts'
import type { FeatureNetwork } from '../features/networks/network.ts'
import { type KnownLabels, layerFor } from './label-layer.ts'

/** Of all images of the set. @param known labels, where classes are inferred from them. @throws FeatureError, CancelledError */
export async function featuresOfRun(
  { config, models }: Pick<Run, 'config' | 'models'>,
  known: KnownLabels | null,
  dataset: Dataset,
  network: () => Promise<FeatureNetwork>,
  watch: WorkOptions,
): Promise<FeatureTable> {
  if (config.labelFeatures === 'network') return extractFeatures(await network(), dataset, watch)
  return layerFeatures(models.discriminator, dataset, config.labelLayer, known, watch)
}

/** One number a channel. @param labelLayer as `layerFor` takes it */
export async function layerFeatures(
  of: ImageNetwork,
  dataset: Dataset,
  labelLayer: number,
  known: KnownLabels | null,
  watch: WorkOptions,
): Promise<FeatureTable> {
  const layer = await layerFor(of, dataset, labelLayer, known, watch)
  const [table] = await discriminatorFeatures(of, dataset, [{ layer, pooled: true }], watch)
  return table as FeatureTable
}

/** The probabilities of the classes that a network has learnt, [images, classes]. */
export async function classChances(of: PretrainedNetwork | RunDiscriminator, dataset: Dataset, watch: WorkOptions): Promise<Float32Array> {
  let chances = new Float32Array(0)
  await runInBatches(
    of,
    dataset,
    range(dataset.count),
    {
      batch: VIEWS_AT_ONCE,
      forward(weights, images) {
        const { classLogits } = of.network.forward(weights, images)
        if (!classLogits) throw new Error('the network has learnt no labels')
        return tf.softmax(classLogits)
      },
      onNumbers(numbers, from, count) {
        const classes = numbers.length / VIEWS_AT_ONCE
        if (from === 0) chances = new Float32Array(dataset.count * classes)
        chances.set(numbers.subarray(0, count * classes), from * classes)
      },
    },
    watch,
  )
  return chances
}
