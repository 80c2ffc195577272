// What the page shows of a set before training: the first images and what a person should know about it.
import type { DatasetSummary } from '../../spec/report.ts'
import { picturesOf } from '../pictures.ts'
import type { Dataset } from './dataset.ts'

const PREVIEW_COUNT = 24
/** Below this a GAN mostly learns its images by heart. */
const FEW = 50
const ENOUGH = 200
/** From here on no augmentation is needed to keep the discriminator from learning the set by heart. */
const MANY = 2000

function adviceOn({ count, rejected }: Dataset): string[] {
  const advice: string[] = []
  const augment = 'turn on Colour, Translation and Cutout under Augmentation'
  if (count === 1) advice.push('Only 1 image: the GAN can do no more than copy it. 200 or more make it worth while.')
  else if (count < FEW)
    advice.push(`Only ${count} images: the GAN will learn them by heart. If you try, ${augment}; 200 or more are better.`)
  else if (count < ENOUGH) advice.push(`${count} images are few: ${augment}; 200 or more are better.`)
  else if (count < MANY) advice.push(`With ${count} images, ${augment}: the pictures become more varied.`)
  if (rejected.length > count) advice.push('More files were left out than taken: look at the reasons below.')
  return advice
}

export function summarise(dataset: Dataset): DatasetSummary {
  const { name, label, count, size, channels, rejected } = dataset
  const first = Array.from({ length: Math.min(count, PREVIEW_COUNT) }, (_, i) => i)
  return { name, label, count, size, channels, rejected, preview: picturesOf(dataset, first), advice: adviceOn(dataset) }
}
