// Warnings about the number of images and of rejected files.
import type { RunConfig } from '../../spec/config.ts'
import { FEW_IMAGES } from '../../spec/datasets.ts'
import type { SetWarning } from '../../spec/files.ts'
import { grouped } from '../../spec/words.ts'

const RECOMMENDED_IMAGES = 200
/** With so many the discriminator does not memorise the set without augmentation either. */
const MANY_IMAGES = 2000

/** As DiffAugment trains on a hundred images [Zhao et al. 2020, §4.3]; with many hundreds colours can be left as they are. */
const FULL_AUGMENTATION = { augmentColor: 1, augmentTranslation: 1, augmentCutout: 1 } as const satisfies Partial<RunConfig>

export function adviseOnFew(count: number): SetWarning | null {
  if (count >= MANY_IMAGES) return null
  const number = `${grouped(count)} ${count === 1 ? 'image' : 'images'}`
  const remedy = { label: 'Turn on augmentation', changes: FULL_AUGMENTATION }
  const text =
    count === 1
      ? { title: 'Only 1 image', evidence: 'The GAN can do no more than copy it. 200 or more make it worth while.', remedy: null }
      : count < FEW_IMAGES
        ? {
            title: `Only ${number}`,
            evidence: 'The GAN will learn them by heart. Augmentation helps a little; 200 or more are better.',
            remedy,
          }
        : count < RECOMMENDED_IMAGES
          ? { title: `${number} are few`, evidence: 'Without augmentation the GAN learns them by heart; 200 or more are better.', remedy }
          : { title: `${number} gain from augmentation`, evidence: 'With fewer than 2,000 the pictures become more varied by it.', remedy }
  return { kind: 'few', pictures: null, ...text }
}

/** Then this warning comes first. */
export function isTooFew(count: number): boolean {
  return count < FEW_IMAGES
}

export function adviseOnRejected(images: number, rejected: number): SetWarning | null {
  if (rejected <= images) return null
  return {
    kind: 'losses',
    title: 'More files came to nothing than became images',
    evidence: `${grouped(rejected)} files could not be used, ${grouped(images)} could. The list of findings says why.`,
    pictures: null,
    remedy: null,
  }
}
