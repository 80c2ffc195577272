// What goes wrong while a file is made for elsewhere: all but programming errors, cancelling and failures of the place it is written to.

/** The file cannot be made here, or not as asked; the message is a sentence for a person. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}
