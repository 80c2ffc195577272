// State of saved files: the last one, and what was copied.

export interface SavesSlice {
  /** A new object per file, so that a second file of the same name is announced, too. */
  readonly last: { readonly file: string } | null
  /** What was just copied as text, and whether the browser allowed it; null again after a moment. */
  readonly copied: { readonly what: Copied; readonly done: boolean } | null
}

export type Copied = 'link' | 'report' | 'lesson' | `code ${string}` | `link to ${string}`

export const initialSaves: SavesSlice = { last: null, copied: null }
