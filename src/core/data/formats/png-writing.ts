// Writes pixels as a PNG with an ICC profile: so a format that is decoded here gets its colours converted by the platform's PNG decoder.
// Uncompressed, since it is read again at once. https://www.w3.org/TR/png-3/
import { zlibSync } from 'fflate'
import { joined } from '../bytes.ts'
import type { RgbaImage } from '../image.ts'
import { chunkOf } from './png-chunks.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const RGBA_8_BITS = [8, 6, 0, 0, 0]

const big32 = (n: number) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]
const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))

const uncompressed = (bytes: Uint8Array) => zlibSync(bytes, { level: 0 })

export function asPng({ width, height, pixels }: RgbaImage, profile: Uint8Array): Uint8Array {
  const row = 4 * width
  const filtered = new Uint8Array((row + 1) * height) // each row begins with 0: no filter
  for (let y = 0; y < height; y++) filtered.set(pixels.subarray(row * y, row * (y + 1)), (row + 1) * y + 1)
  const header = chunkOf('IHDR', Uint8Array.of(...big32(width), ...big32(height), ...RGBA_8_BITS))
  const colours = chunkOf('iCCP', joined(letters('profile\0'), [0], uncompressed(profile)))
  return joined(SIGNATURE, header, colours, chunkOf('IDAT', uncompressed(filtered)), chunkOf('IEND', new Uint8Array()))
}
