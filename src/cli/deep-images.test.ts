// Files of 12 bits that were saved as 16, from the file to the set: what the levels are applied to still has all of its steps.
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Decode } from '../data/image.ts'
import { prepareImages } from '../data/import.ts'
import { localImportPool } from '../data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'

const SIDE = 16
const at = { ...DEFAULT_PREPARATION, size: SIDE } as const

/** A decoder that gives all 16 bits. */
const decodeDeep: Decode = async (bytes) => {
  const { data, info } = await sharp(bytes)
    .toColourspace('rgb16')
    .ensureAlpha()
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, pixels: new Uint16Array(data.buffer.slice(data.byteOffset), 0, SIDE * SIDE * 4) }
}

/** A ramp from 0 to 4,095 as a grey PNG of 16 bits. */
const ramp = sharp(
  Uint16Array.from({ length: SIDE * SIDE }, (_, i) => Math.round((4095 * i) / (SIDE * SIDE - 1))),
  { raw: { width: SIDE, height: SIDE, channels: 1 } },
)
  .toColourspace('grey16')
  .png()
  .toBuffer()

async function stepsWith(levels: object): Promise<number> {
  const bytes = new Uint8Array(await ramp)
  const read = async (from: number, to: number) => bytes.slice(from, to).buffer
  const files = [{ path: 'ramp.png', size: bytes.length, read }]
  const { images } = await prepareImages(files, { ...at, ...levels }, localImportPool(decodeDeep), { name: 'ramps' })
  return new Set(images).size
}

test('levels are stretched before 16 bits become 8', async () => {
  expect(await stepsWith({})).toBe(17)
  expect(await stepsWith({ whiteLevel: 16 })).toBeGreaterThan(250)
})
