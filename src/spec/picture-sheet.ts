// Pictures as a PNG file: the scales to choose from, and the size of the file.
import type { Pictures } from './image-block.ts'
import type { PictureFacts } from './picture-facts.ts'
import { formatBytes } from './words.ts'

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

/** Of a PNG: its frame with the text, and for a pixel that is no square of another one. */
const BYTES = { file: 1000, pixel: 4 }

/** Bytes of PNG files with these pictures, roughly: enlarged squares of one colour nearly vanish. */
export function estimatePngs(
  { count, size }: Pick<Pictures, 'count' | 'size'>,
  { factor, smooth }: Pick<PictureSheet, 'factor' | 'smooth'>,
  files: number,
): number {
  const pixels = count * size * size * (smooth ? factor * factor : 1)
  return Number((BYTES.pixel * pixels + BYTES.file * files).toPrecision(1))
}

/** A zip is made in memory. */
const MAX_ZIP_BYTES = 1e9

/** The sentence for a person where a zip with a PNG for each picture would be too large; null: it is not. */
export function zipProblem(pictures: Pick<Pictures, 'count' | 'size'>, sheet: Pick<PictureSheet, 'factor' | 'smooth'>): string | null {
  const bytes = estimatePngs(pictures, sheet, pictures.count)
  if (bytes <= MAX_ZIP_BYTES) return null
  return `The zip would be about ${formatBytes(bytes)}, and can be ${formatBytes(MAX_ZIP_BYTES)}: take fewer or smaller pictures.`
}
