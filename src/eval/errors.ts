// What goes wrong while images are scored or analysed by their features.

/** There is no score or analysis of such features; the message is a sentence for a person. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError'
}
