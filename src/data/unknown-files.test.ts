// What is said about files that are no pictures.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { joined } from './bytes.ts'
import { inspect } from './inspect.ts'
import { refuseUnknown } from './unknown-files.ts'

const bytes = (text: string) => joined(strToU8(text, true), new Uint8Array(300))

test.each([
  ['7z\xbc\xaf\x27\x1c', 'A 7z archive: unpack it first.'],
  ['Rar!\x1a\x07\x00', 'A RAR archive: unpack it first.'],
  ['Rar!\x1a\x07\x01\x00', 'A RAR archive: unpack it first.'],
  [`${'photos/'.padEnd(257, '\0')}ustar`, 'A tar archive: unpack it first.'],
  ['\x1f\x8b\x08', 'A gzip file, such as .tar.gz: unpack it first.'],
  ['BZh91AY', 'A bzip2 file, such as .tar.bz2: unpack it first.'],
  ['\xfd7zXZ\0', 'An xz file, such as .tar.xz: unpack it first.'],
  ['\x28\xb5\x2f\xfd', 'A Zstandard file, such as .tar.zst: unpack it first.'],
  ['PK\x07\x08PK\x03\x04', 'One part of an archive that was split into several: unpack it together with the others first.'],
  ['\x93NUMPY\x01\0', 'A NumPy array (.npy): save its pictures as PNG or JPEG files first.'],
  ['\x89HDF\r\n\x1a\n', 'An HDF5 file: save its pictures as PNG or JPEG files first.'],
  ['MATLAB 5.0 MAT-file', 'A MATLAB file: save its pictures as PNG or JPEG files first.'],
  ['PAR1', 'A Parquet or Arrow table: save its pictures as PNG or JPEG files first.'],
  ['\x80\x04\x95', 'A Python pickle, such as .pkl or .pt: save its pictures as PNG or JPEG files first.'],
  ['\0\0\x08\x03\0\0\xea\x60', 'A file of the kind that MNIST comes in: save its pictures as PNG or JPEG files first.'],
  ['MZ\x90\0', 'A program, not an image: if it is an archive that unpacks itself, unpack it first.'],
  ['\x7fELF\x02', 'A program, not an image: if it is an archive that unpacks itself, unpack it first.'],
  ['8BPS\0\x01', 'A Photoshop picture: save it as PNG or JPEG. '],
  ['\xff\x0a\xfa', 'A JPEG XL picture: save it as PNG or JPEG. '],
  ['P6\n4 4\n255\n', 'A PGM or PPM picture: save it as PNG or JPEG. '],
  [`${'\0'.repeat(128)}DICM`, 'A DICOM picture: save it as PNG or JPEG. '],
  ['RIFF\0\0\0\0AVI LIST', 'A video, not an image. '],
  ['RIFF\0\0\0\0WAVEfmt', 'Not an image: it is sound.'],
])('%j is named by its kind', (start, sentence) => {
  expect(() => inspect(bytes(start))).toThrow(sentence)
})

test('random bytes are refused without another error', () => {
  for (let length = 0; length < 300; length += 7) expect(refuseUnknown(new Uint8Array(length)).kind).toBe('unknown')
})
