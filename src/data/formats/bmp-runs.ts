// Run lengths of a BMP: runs of one colour, runs of single pixels, jumps, ends of rows and of the picture. They are gone through once: each
// takes at least 2 bytes and gives at most 255 pixels, whatever it says. Pixels that they leave out are black, as in Chromium.
import { u8 } from '../bytes.ts'
import { cutShort, Refusal } from '../image.ts'
import { type BmpHeader, rowStart } from './bmp-header.ts'

/** What may follow a count of 0; a larger number is that many single pixels. */
const END_OF_ROW = 0
const END_OF_PICTURE = 1
const JUMP = 2

/** Writes pixel `i` of those stored from byte `from` on. */
type Put = (target: number, from: number, i: number) => void

function putterFor(bytes: Uint8Array, { packing }: BmpHeader, palette: Uint8Array, pixels: Uint8Array): Put {
  const putIndex = (target: number, index: number) => pixels.set(palette.subarray(4 * index, 4 * index + 4), target)
  if (packing === 'rle8') return (target, from, i) => putIndex(target, u8(bytes, from + i))
  if (packing === 'rle4') return (target, from, i) => putIndex(target, (u8(bytes, from + (i >> 1)) >> (i % 2 ? 0 : 4)) & 15)
  return (target, from, i) => pixels.set([u8(bytes, from + 3 * i + 2), u8(bytes, from + 3 * i + 1), u8(bytes, from + 3 * i), 255], target)
}

const BLACK = 0xff000000 // RGBA on a little-endian machine, which all are that run this

/** @param palette RGBA */
export function runLengthPixels(bytes: Uint8Array, header: BmpHeader, palette: Uint8Array): Uint8Array {
  const { width, height, packing, pixelsAt } = header
  const pixels = new Uint8Array(new Uint32Array(width * height).fill(BLACK).buffer)
  const put = putterFor(bytes, header, palette, pixels)
  const bitsEach = packing === 'rle24' ? 24 : packing === 'rle8' ? 8 : 4
  let [x, y, at] = [0, 0, pixelsAt]
  /** The place of so many bytes, which are passed over. */
  const take = (length: number) => {
    if (at + length > bytes.length) throw cutShort('bmp')
    at += length
    return at - length
  }
  /** Runs that are too long for their row end with it. */
  const putPixels = (count: number, from: number, source: (i: number) => number) => {
    for (let i = 0; i < count && x < width; i++) put(rowStart(header, y) + 4 * x++, from, source(i))
  }
  const lacksNothing = () => y === height - 1 && x === width

  // What follows the last row does not matter, nor whether the mark of the end is there.
  while (y < height && !(lacksNothing() && at + 2 > bytes.length)) {
    const start = take(2)
    const [count, code] = [u8(bytes, start), u8(bytes, start + 1)]
    if (count > 0) {
      if (packing === 'rle24') take(2)
      putPixels(count, start + 1, (i) => (packing === 'rle4' ? i % 2 : 0)) // RLE4 takes turns between two colours
    } else if (code === END_OF_PICTURE) break
    else if (code === END_OF_ROW) {
      x = 0
      y++
    } else if (code === JUMP) {
      const by = take(2)
      x += u8(bytes, by)
      y += u8(bytes, by + 1)
      if (x > width || y >= height) throw new Refusal('damaged', 'The BMP is damaged: its pixels lead out of the picture.')
    } else putPixels(code, take(Math.ceil((code * bitsEach) / 16) * 2), (i) => i) // filled up to a multiple of 2 bytes
  }
  return pixels
}
