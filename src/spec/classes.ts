// Classes of images: the labels of a set, which a person knows of some of its images, and the classes of a run, which are given or inferred.
import type { RunConfig } from './config.ts'

/** In the place of a class: the image has none. */
export const NO_CLASS = -1

/**
 * The most labels of a set, and classes of a run: ImageNet has as many. More are hardly kinds of pictures but captions, or names of files, in a
 * column that was mistaken; and every class makes the networks larger.
 */
export const MAX_CLASSES = 1000

/** Characters of the name of a class, in a run and its files. */
export const MAX_CLASS_NAME = 1000

/** Where the labels of a set come from: it came with them, its sub-folders, a table that was read, or a person's clicks. */
export type LabelSource = 'builtin' | 'folders' | 'file' | 'hand'

/** The labels of a set. */
export interface GivenLabels {
  readonly source: LabelSource
  readonly names: readonly string[]
  /** For each prepared image, those left out too, the index of its label among the names; NO_CLASS where it has none. */
  readonly ofImages: Int32Array<ArrayBuffer>
}

/** The classes by which a run is conditioned, as they are now. */
export interface RunClasses {
  readonly conditioning: Exclude<RunConfig['conditioning'], 'none'>
  readonly names: readonly string[]
  /** Training images of each class; fakes are drawn in these proportions. */
  readonly counts: readonly number[]
  /** Steps made when they were found. */
  readonly step: number
  /** For each image of the open set its class; NO_CLASS where it has none, or training does not see it. */
  readonly ofImages: Int32Array<ArrayBuffer>
  /** How sure the class of each image is, 0 to 1: 1 where it was given. */
  readonly confidence: Float32Array<ArrayBuffer>
  /** Share of the images whose true label was hidden from training that are in the right class; null where none was hidden, or none is inferred. */
  readonly accuracy: number | null
}

/** How far the search for the classes of a run is. */
export interface LabellingProgress {
  /** What is being done, for a person. */
  readonly words: string
  /** 0 to 1, of all of it; it never falls. */
  readonly share: number
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
}
