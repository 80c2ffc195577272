// Files that the page hands over: the network that is being saved, and what was saved last.

export interface SavesSlice {
  /** Share of the network that is read back; null where none is being saved. */
  readonly underWay: number | null
  /** Another object for each file, so that a second one of the same name is told too. */
  readonly last: { readonly file: string } | null
}

export const initialSaves: SavesSlice = { underWay: null, last: null }
