// Features of images: what every metric, cluster and classifier here works on, whichever network they come from.

/** One row an image: [rows, width], row by row. */
export interface FeatureTable {
  readonly values: Float32Array
  readonly rows: number
  readonly width: number
}

/** Features that cannot be worked with, as a sentence for a person. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError'
}

/** The caller's signal was aborted. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'

  constructor() {
    super('The work was cancelled.')
  }
}
