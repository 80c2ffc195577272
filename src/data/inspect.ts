// The format of a file, by its first bytes and never by its name, and whether it is safe and complete enough to be decoded.
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { grouped } from '../spec/words.ts'
import { ascii } from './bytes.ts'
import { cutShort, damaged, Refusal } from './errors.ts'
import { inspectAvif, inspectHeic, isWholeAvif, normaliseAvif } from './formats/avif.ts'
import { inspectBmp, isWholeBmp } from './formats/bmp.ts'
import { inspectGif, isWholeGif, normaliseGif } from './formats/gif.ts'
import { inspectIco, isIco, isWholeIco } from './formats/ico.ts'
import { inspectJpeg, isWholeJpeg, normaliseJpeg } from './formats/jpeg.ts'
import { inspectPng, isWholePng, normalisePng } from './formats/png.ts'
import { inspectSvg, isSvg } from './formats/svg.ts'
import { inspectWebp, isWholeWebp, normaliseWebp } from './formats/webp.ts'
import type { HeaderFacts, ImageFormat, NormalisedFile, PixelSize } from './image.ts'
import { isUtf16 } from './svg/markup.ts'
import { looksLikeText, refuseUnknown } from './unknown-files.ts'

interface FormatReader {
  /** From the header alone. */
  readonly inspect: (bytes: Uint8Array) => HeaderFacts
  /** Whether the file reaches the end of its picture: browsers decode truncated files without an error. */
  readonly isWhole: (bytes: Uint8Array) => boolean
  /** The file without what decoders read differently, for formats that have such things. */
  readonly normalise?: (bytes: Uint8Array) => NormalisedFile
}

const READERS: Readonly<Record<ImageFormat, FormatReader>> = {
  png: { inspect: inspectPng, isWhole: isWholePng, normalise: normalisePng },
  jpeg: { inspect: inspectJpeg, isWhole: isWholeJpeg, normalise: normaliseJpeg },
  webp: { inspect: inspectWebp, isWhole: isWholeWebp, normalise: normaliseWebp },
  avif: { inspect: inspectAvif, isWhole: isWholeAvif, normalise: normaliseAvif },
  heic: { inspect: inspectHeic, isWhole: isWholeAvif },
  gif: { inspect: inspectGif, isWhole: isWholeGif, normalise: normaliseGif },
  bmp: { inspect: inspectBmp, isWhole: isWholeBmp },
  ico: { inspect: inspectIco, isWhole: isWholeIco },
  svg: { inspect: inspectSvg, isWhole: () => true }, // the library that draws it checks that
}

/** A brand of an ISO media file, such as AVIF: the main one, then those it is compatible with. */
function hasBrand(bytes: Uint8Array, brands: readonly string[]): boolean {
  if (ascii(bytes, 4, 4) !== 'ftyp') return false
  for (let at = 8; at < 64 && at + 4 <= bytes.length; at += 4) if (brands.includes(ascii(bytes, at, 4))) return true
  return false
}

export function isZip(bytes: Uint8Array): boolean {
  return ['PK\x03\x04', 'PK\x05\x06'].includes(ascii(bytes, 0, 4))
}

/** The format of a picture, from its first bytes; null where it is none that can be read. */
export function sniff(bytes: Uint8Array): ImageFormat | null {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (ascii(bytes, 0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'webp'
  if (['GIF87a', 'GIF89a'].includes(ascii(bytes, 0, 6))) return 'gif'
  if (hasBrand(bytes, ['avif', 'avis'])) return 'avif'
  if (hasBrand(bytes, ['heic', 'heix', 'hevc', 'mif1', 'msf1'])) return 'heic'
  if (ascii(bytes, 0, 2) === 'BM' && bytes.length > 14) return 'bmp'
  if (isIco(bytes)) return 'ico'
  if ((looksLikeText(bytes) || isUtf16(bytes)) && isSvg(bytes)) return 'svg'
  return null
}

function checkSize({ width, height }: PixelSize, format: ImageFormat): void {
  const { maxSide, maxPixels, minSide } = IMPORT_LIMITS
  const shown = `${grouped(width)} x ${grouped(height)} pixels`
  if (width === 0 || height === 0) throw damaged(format)
  if (width * height > maxPixels) throw new Refusal('unfit', `${shown}: more than this page decodes (${maxPixels / 1e6} megapixels).`)
  if (Math.max(width, height) > maxSide)
    throw new Refusal('unfit', `${shown}: longer than this page decodes (${grouped(maxSide)} pixels a side).`)
  if (Math.min(width, height) < minSide)
    throw new Refusal('unfit', `${shown}: too small to learn from (${minSide} pixels a side at least).`)
}

/** Format and size of a picture that may be decoded. @throws Refusal for anything else */
export function inspect(bytes: Uint8Array): HeaderFacts & { readonly format: ImageFormat } {
  if (bytes.length === 0) throw new Refusal('damaged', 'Empty file.')
  const format = sniff(bytes)
  if (!format) throw refuseUnknown(bytes)
  const facts = READERS[format].inspect(bytes)
  checkSize(facts, format) // first: a header may claim a size that no file could have
  if (!READERS[format].isWhole(bytes)) throw cutShort(format)
  return { format, ...facts }
}

/** An inspected file in a form that every decoder reads alike. */
export function normaliseFile(bytes: Uint8Array, format: ImageFormat): NormalisedFile {
  return READERS[format].normalise?.(bytes) ?? { bytes, placement: null, orientation: 1 }
}
