// What scores ask of the sets they compare, and the words they refuse them with.

import { counted, grouped } from '../../spec/words.ts'
import { FeatureError } from '../errors.ts'

export function checkWidths(one: number, other: number): void {
  if (one !== other) {
    throw new FeatureError(`Features of ${one} and of ${other} numbers cannot be compared: compute both with the same network.`)
  }
}

/** Refuses fewer images than a score needs. */
export function checkCount(count: number, least: number, images: string, score: string): void {
  if (count < least) {
    throw new FeatureError(
      `${counted(count, images)} ${count === 1 ? 'is' : 'are'} too few for ${score}: at least ${grouped(least)} are needed. Take more images.`,
    )
  }
}
