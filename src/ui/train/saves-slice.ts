// State of saved files: the progress of saving the network, and the last saved file.

export interface SavesSlice {
  /** Share read back so far, 0 to 1; null while nothing is being saved. */
  readonly underWay: number | null
  /** A new object per file, so that a second file of the same name is announced, too. */
  readonly last: { readonly file: string } | null
  /** What was just copied as text, and whether the browser allowed it; null again after a moment. */
  readonly copied: { readonly what: Copied; readonly done: boolean } | null
}

export type Copied = 'link' | 'report'

export const initialSaves: SavesSlice = { underWay: null, last: null, copied: null }
