// Pictures as a PNG file: the scales to choose from, and the size of the file.
import type { Pictures } from './image-block.ts'
import type { PictureFacts } from './picture-facts.ts'

/** Rows of pictures, `SHEET_GAP` of their pixels apart; the gaps are transparent. */
export interface PictureSheet {
  readonly pictures: Pictures
  readonly columns: number
  /** Side of a picture's pixel in pixels of the file: an integer. */
  readonly factor: number
  /** Whether pictures are resampled; otherwise each pixel becomes a square of one colour. */
  readonly smooth: boolean
  /** Stands in the file as text; absent where the pictures are not of a run. */
  readonly facts?: PictureFacts
}

export const SHEET_GAP = 1

/** Approximate side of a resampled picture, alone and among others. */
const SMOOTH_SIDE = { alone: 512, among: 256 }

export interface SheetScale {
  readonly id: 'x1' | 'x8' | 'x16' | 'smooth'
  readonly label: string
  readonly factor: number
  readonly smooth: boolean
}

export function sheetScales({ count, size }: Pick<Pictures, 'count' | 'size'>): readonly SheetScale[] {
  const side = count === 1 ? SMOOTH_SIDE.alone : SMOOTH_SIDE.among
  return [
    { id: 'x1', label: 'Pixels × 1', factor: 1, smooth: false },
    { id: 'x8', label: 'Pixels × 8', factor: 8, smooth: false },
    { id: 'x16', label: 'Pixels × 16', factor: 16, smooth: false },
    { id: 'smooth', label: 'Smooth', factor: Math.max(1, Math.round(side / size)), smooth: true },
  ]
}

/** As far as other programs read PNG files without trouble; a longer side is one where the other is shorter. */
export const MAX_SHEET_SIDE = 16_383

/** Whether a sheet of these sides, in pixels, is within that. */
export function fitsSheet({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width * height <= MAX_SHEET_SIDE ** 2
}

/** Of the file, in pixels. */
export function sheetSize(
  { count, size }: Pick<Pictures, 'count' | 'size'>,
  { columns, factor }: Pick<PictureSheet, 'columns' | 'factor'>,
): { readonly width: number; readonly height: number } {
  const along = (cells: number) => factor * (cells * (size + SHEET_GAP) - SHEET_GAP)
  return { width: along(columns), height: along(Math.ceil(count / columns)) }
}
