// What a discriminator that has learnt a few labels beside the GAN takes all other images for.
import type { Dataset } from '../../data/dataset.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import type { Run } from '../../gan/run.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import { likeliest } from './inferred.ts'
import { classChances } from './label-features.ts'

/**
 * The classes of a run, with those that its discriminator predicts now, after `step` steps, where it was told none; null where it predicts none.
 * It is a forward pass of all images. @throws CancelledError
 */
export async function predictedClasses(
  { config, step, models, classes }: Pick<Run, 'config' | 'step' | 'models' | 'classes'>,
  dataset: Dataset,
  watch: WorkOptions = {},
): Promise<ClassLabels | null> {
  if (config.conditioning !== 'co-trained' || !classes) return null
  const chances = await classChances(models.discriminator, dataset, watch)
  return { ...classes, step, ...likeliest(chances, classes.given, classes.names.length) }
}
