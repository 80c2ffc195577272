// What goes wrong while images are scored or analysed by their features.

/** Features that cannot be worked with; the message is a sentence for a person. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError'
}
