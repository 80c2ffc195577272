// What the page hands over: the network that is being saved, the file that was saved last, and what was copied.

export interface SavesSlice {
  /** Share of the network that is read back; null where none is being saved. */
  readonly underWay: number | null
  /** Another object for each file, so that a second one of the same name is told too. */
  readonly last: { readonly file: string } | null
  /** What was just copied as text, and whether the browser allowed it; null again after a moment. */
  readonly copied: { readonly what: Copied; readonly done: boolean } | null
}

export type Copied = 'link' | 'report'

export const initialSaves: SavesSlice = { underWay: null, last: null, copied: null }
