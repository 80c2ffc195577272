// All files of the parity table, in which page, command line and Chromium's `<img>` are compared: their bytes, and reasons for differences from `<img>`.
import { avifFiles } from './avif-files.ts'
import { gifFiles } from './gif-files.ts'
import { jpegFiles } from './jpeg-files.ts'
import { pngFiles } from './png-files.ts'
import { webpFiles } from './webp-files.ts'

/** Of 255, at any pixel, on a white background. */
export const MAX_LEVELS_APART = 2

export interface ParityFile {
  readonly kind: string
  /** A file name that sorts in the order of the table. */
  readonly path: string
  readonly bytes: Buffer
  /** Why it may differ from `<img>`, and by how many levels. */
  readonly reason: string | null
  readonly maxFromImg: number
}

const LONG = 'Chromium passes over an orientation that is a LONG; a picture on its side would be learnt as upright'
const WEBP = 'Chromium passes over the orientation of a WebP; a picture on its side would be learnt as upright'
const DEEP = 'Chromium drops 8 bits before it converts colours and blends, the import afterwards: it shows where curves are steep'
const CMYK = 'every decoder reads the tables of ink profiles in a way of its own: without the profile all agree'

/** By pattern of the kind: why, and by how many levels, it may differ from `<img>` in Chromium 156. Page and command line must agree all the same. */
const REASONS: readonly (readonly [RegExp, string, number])[] = [
  [/^JPEG, orientation [2-8] as long|eXIf [2-8] as LONG/, LONG, 255],
  [/^WebP, orientation [2-8] as|with its JPEG name/, WEBP, 255],
  [/ICC of CMYK/, CMYK, 120],
  [/^AVIF, clap(,|$)/, 'Chromium obeys a clean aperture at the corner alone; the format asks to obey all', 255],
  [/^AVIF, (premultiplied )?alpha/, 'Chromium takes every alpha for limited range, whatever the file says', 20],
  [/^AVIF, sequence/, 'Chromium takes every sequence for limited range, whatever the file says', 20],
  [/HDR/, 'refused: how it looks depends on the screen', 255],
  [/^AVIF, 4:2:2/, 'refused: Chromium fails at still pictures of these', 255],
  [/^AVIF, ICC with a table/, 'refused: no decoder for Node reads it', 255],
  [/cICP that is invalid/, 'refused, by Chromium too', 255],
  [/16 bits/, DEEP, 5],
]

export async function parityFiles(): Promise<ParityFile[]> {
  const all = [
    ...pngFiles().map((file) => [...file, 'png'] as const),
    ...(await jpegFiles()).map((file) => [...file, 'jpg'] as const),
    ...(await webpFiles()).map((file) => [...file, 'webp'] as const),
    ...(await avifFiles()).map((file) => [...file, 'avif'] as const),
    ...gifFiles().map((file) => [...file, 'gif'] as const),
  ]
  return all.map(([kind, bytes, extension], i) => {
    const [, reason, maxFromImg] = REASONS.find(([pattern]) => pattern.test(kind)) ?? [null, null, MAX_LEVELS_APART]
    return { kind, path: `${String(i).padStart(3, '0')}.${extension}`, bytes, reason, maxFromImg }
  })
}

/** Pixels that the command line's test checks: in each quarter, at the edges of the greys and near the corners. */
export const SAMPLE_POINTS = [
  [8, 8],
  [30, 10],
  [50, 10],
  [8, 31],
  [32, 31],
  [56, 31],
  [10, 52],
  [40, 44],
  [56, 60],
] as const
