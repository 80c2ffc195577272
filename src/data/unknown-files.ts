// What a file that cannot be read is, by its first bytes, and what a person can do about it.
import { ascii } from './bytes.ts'
import { Refusal } from './errors.ts'

interface FileKind {
  /** Signatures, one character a byte. */
  readonly starts: readonly string[]
  /** Offset of the signature, if not 0. */
  readonly at?: number
  readonly sentence: string
}

const READABLE = 'PNG, JPEG, WebP, AVIF, GIF, BMP, ICO and SVG can be read.'

const picture = (name: string, ...starts: readonly string[]): FileKind => ({
  starts,
  sentence: `${name}: save it as PNG or JPEG. ${READABLE}`,
})
const packed = (name: string, ...starts: readonly string[]): FileKind => ({ starts, sentence: `${name}: unpack it first.` })
const data = (name: string, ...starts: readonly string[]): FileKind => ({
  starts,
  sentence: `${name}: save its pictures as PNG or JPEG files first.`,
})

export const splitPart = () =>
  new Refusal('unknown', 'One part of an archive that was split into several: unpack it together with the others first.')

/** The first that fits counts. */
const KINDS: readonly FileKind[] = [
  { starts: ['ftyp'], at: 4, sentence: `A video, not an image. ${READABLE}` },
  picture('A TIFF or raw picture', 'II*\0', 'MM\0*'),
  picture('A Photoshop picture', '8BPS'),
  picture('A GIMP picture', 'gimp xcf'),
  picture('A JPEG XL picture', '\xff\x0a', '\0\0\0\x0cJXL '),
  picture('A JPEG 2000 picture', '\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'),
  picture('An OpenEXR picture', 'v/1\x01'),
  picture('A PGM or PPM picture', ...['P1', 'P2', 'P3', 'P4', 'P5', 'P6'].map((start) => `${start}\n`)),
  { ...picture('A DICOM picture', 'DICM'), at: 128 },
  picture('A FITS picture', 'SIMPLE  ='),
  packed('A zip inside a zip', 'PK\x03\x04', 'PK\x05\x06'),
  { starts: ['PK\x07\x08'], sentence: splitPart().message },
  packed('A 7z archive', '7z\xbc\xaf\x27\x1c'),
  packed('A RAR archive', 'Rar!\x1a\x07'),
  { ...packed('A tar archive', 'ustar'), at: 257 },
  packed('A gzip file, such as .tar.gz', '\x1f\x8b'),
  packed('A bzip2 file, such as .tar.bz2', 'BZh'),
  packed('An xz file, such as .tar.xz', '\xfd7zXZ\0'),
  packed('A Zstandard file, such as .tar.zst', '\x28\xb5\x2f\xfd'),
  packed('A cabinet archive', 'MSCF'),
  data('A NumPy array (.npy)', '\x93NUMPY'),
  data('An HDF5 file', '\x89HDF\r\n'),
  data('A MATLAB file', 'MATLAB 5', 'MATLAB 7'),
  data('A Parquet or Arrow table', 'PAR1', 'ARROW1'),
  data('A Python pickle, such as .pkl or .pt', '\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'),
  data('A file of the kind that MNIST comes in', '\0\0\x08\x01', '\0\0\x08\x03'),
  { starts: ['\x1a\x45\xdf\xa3', 'OggS', '\0\0\x01\xba'], sentence: `A video, not an image. ${READABLE}` },
  { starts: ['AVI '], at: 8, sentence: `A video, not an image. ${READABLE}` },
  { starts: ['ID3', 'fLaC'], sentence: 'Not an image: it is sound.' },
  { starts: ['WAVE'], at: 8, sentence: 'Not an image: it is sound.' },
  { starts: ['%PDF-'], sentence: 'Not an image: it is a PDF.' },
  { starts: ['SQLite format 3\0'], sentence: 'Not an image: it is a database.' },
]

/** Signatures of executables of Windows, Linux and macOS. */
const PROGRAMS = ['MZ', '\x7fELF', '\xcf\xfa\xed\xfe', '\xca\xfe\xba\xbe']
/** Bytes that contain every signature. */
const SIGNATURE_BYTES = 264

/** An executable may be a self-extracting archive. */
export function isProgram(bytes: Uint8Array): boolean {
  return PROGRAMS.some((start) => ascii(bytes, 0, start.length) === start)
}

/** Letters, line ends and anything beyond ASCII, but no other control characters. */
export function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 256).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13)
}

export function refuseUnknown(bytes: Uint8Array): Refusal {
  const beginning = ascii(bytes, 0, Math.min(SIGNATURE_BYTES, bytes.length))
  const kind = KINDS.find(({ starts, at = 0 }) => starts.some((start) => beginning.startsWith(start, at)))
  if (kind) return new Refusal('unknown', kind.sentence)
  if (isProgram(bytes)) return new Refusal('unknown', 'A program, not an image: if it is an archive that unpacks itself, unpack it first.')
  if (looksLikeText(bytes)) return new Refusal('unknown', 'Not an image: it starts like text.')
  return new Refusal('unknown', `Not an image this page knows. ${READABLE}`)
}
