// State of saved files: whether the network is being saved, and the last saved file.

export interface SavesSlice {
  /** The network is read back from the device. */
  readonly underWay: boolean
  /** A new object per file, so that a second file of the same name is announced, too. */
  readonly last: { readonly file: string } | null
  /** What was just copied as text, and whether the browser allowed it; null again after a moment. */
  readonly copied: { readonly what: Copied; readonly done: boolean } | null
}

export type Copied = 'link' | 'report' | `code ${string}`

export const initialSaves: SavesSlice = { underWay: false, last: null, copied: null }
