// Animated GIFs, decoded again by another library (libvips through sharp).
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { FilmTarget } from '../../export/film/frame.ts'
import { encodeGif } from '../../export/film/gif.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { type FilmPlan, filmSize } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { FolderError } from '../../store/errors.ts'

const SIZE = 8
const CELLS = 3

/** Two rows of two pictures, the last place empty. */
const PLAN: FilmPlan = {
  settings: { format: 'gif', seconds: 1, framesPerSecond: 20, factor: 3, smooth: false },
  frames: 20,
  cells: CELLS,
  columns: 2,
  size: SIZE,
}

/** A wave of colours that comes back after the last frame: more of them than a palette holds. */
function frame(i: number, isGrey = false): Pictures {
  const level = (x: number, y: number, channel: number) =>
    Math.round(127.5 + 127.5 * Math.sin((2 * Math.PI * i) / PLAN.frames + x / 3 + y / (2 + channel) + channel))
  const pixels = new Uint8ClampedArray(4 * SIZE * SIZE * CELLS)
  for (let at = 0; at < pixels.length; at += 4) {
    const [x, y] = [(at / 4) % SIZE, Math.floor(at / 4 / SIZE)]
    for (let channel = 0; channel < 3; channel++) pixels[at + channel] = level(x, y, isGrey ? 0 : channel)
    pixels[at + 3] = 255
  }
  return { count: CELLS, size: SIZE, pixels }
}

async function* frames(count = PLAN.frames, isGrey = false): AsyncGenerator<Pictures> {
  for (let i = 0; i < count; i++) yield frame(i, isGrey)
}

/** Keeps what is written, in order. */
function memory() {
  const pieces: Uint8Array[] = []
  const target: FilmTarget = {
    async write(bytes, at) {
      expect(at).toBe(pieces.reduce((sum, { length }) => sum + length, 0))
      pieces.push(bytes.slice())
    },
  }
  return { target, pieces, bytes: () => Buffer.concat(pieces) }
}

/** The frames of a GIF, RGB, and what it says of them. */
async function decoded(bytes: Buffer) {
  const { pages, pageHeight, width, delay, loop } = await sharp(bytes, { animated: true }).metadata()
  const { data } = await sharp(bytes, { animated: true }).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { pages, height: pageHeight, width, delay, loop, data }
}

/** Of a frame at a pixel of the film: the picture's, or the background. */
function expectedAt({ pixels }: Pictures, x: number, y: number, channel: number): number {
  const { factor } = PLAN.settings
  const along = (at: number) => ({ cell: Math.floor(at / factor / (SIZE + 1)), pixel: Math.floor(at / factor) % (SIZE + 1) })
  const [column, row] = [along(x), along(y)]
  const cell = row.cell * PLAN.columns + column.cell
  if (column.pixel === SIZE || row.pixel === SIZE || cell >= CELLS) return 0
  return pixels[4 * (cell * SIZE * SIZE + row.pixel * SIZE + column.pixel) + channel] as number
}

function largestDifference(data: Buffer, isGrey = false): number {
  const { width, height } = filmSize(PLAN)
  let largest = 0
  for (let i = 0; i < PLAN.frames; i++) {
    const wanted = frame(i, isGrey)
    for (let at = 0; at < 3 * width * height; at++) {
      const pixel = Math.floor(at / 3)
      const value = expectedAt(wanted, pixel % width, Math.floor(pixel / width), at % 3)
      largest = Math.max(largest, Math.abs(value - (data[3 * i * width * height + at] as number)))
    }
  }
  return largest
}

test('a GIF has every frame for its time, repeats for ever, and is as far from the pictures as it says', async () => {
  const { target, bytes } = memory()
  const shares: number[] = []
  const check = await encodeGif(frames(), PLAN, target, { onProgress: (share) => shares.push(share) })
  const { data, delay, ...facts } = await decoded(bytes())
  expect(facts).toMatchObject({ pages: 20, loop: 0, width: 51, height: 51 })
  expect(delay).toEqual(Array(20).fill(50))
  expect(check).toEqual({ largestPixelDifference: largestDifference(data), pictures: 60 })
  expect(check.largestPixelDifference).toBeGreaterThan(0)
  expect(check.largestPixelDifference).toBeLessThan(64)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
})

test('all frames of a GIF share one palette', async () => {
  const { target, bytes } = memory()
  await encodeGif(frames(), PLAN, target)
  const { data } = await decoded(bytes())
  const colours = new Set<number>()
  for (let at = 0; at < data.length; at += 3) colours.add(data.readUIntBE(at, 3))
  expect(colours.size).toBeLessThanOrEqual(256)
  expect(colours.size).toBeGreaterThan(200)
})

test('a film of greys loses nothing in a GIF', async () => {
  const { target, bytes } = memory()
  expect((await encodeGif(frames(PLAN.frames, true), PLAN, target)).largestPixelDifference).toBe(0)
  expect(largestDifference((await decoded(bytes())).data, true)).toBe(0)
})

test('a colour has the same index in every frame, whatever else a frame shows', async () => {
  const still = frame(3)
  const half = 2 * SIZE * SIZE * CELLS
  const moving = (i: number): Pictures => ({
    ...still,
    pixels: Uint8ClampedArray.from([...still.pixels.slice(0, half), ...frame(i).pixels.slice(half)]),
  })
  async function* halfStill(): AsyncGenerator<Pictures> {
    for (let i = 0; i < PLAN.frames; i++) yield moving(i)
  }
  const { target, bytes } = memory()
  await encodeGif(halfStill(), PLAN, target)
  const { data } = await decoded(bytes())
  const { width, height } = filmSize(PLAN)
  const topLeft = (i: number) => data.subarray(3 * i * width * height, 3 * i * width * height + 3 * width * SIZE)
  for (let i = 1; i < PLAN.frames; i++) expect(topLeft(i).equals(topLeft(0))).toBe(true)
})

test('a cancelled GIF ends between two frames, and nothing is written afterwards', async () => {
  const { target, pieces } = memory()
  const signal = { aborted: false }
  const cancelling: FilmTarget = {
    async write(bytes, at) {
      await target.write(bytes, at)
      signal.aborted = pieces.length === 2
    },
  }
  await expect(encodeGif(frames(), PLAN, cancelling, { signal })).rejects.toThrow(CancelledError)
  expect(pieces).toHaveLength(2)
})

test('where the target is full the encoder ends with its sentence, and lets go of the frames', async () => {
  const full = new FolderError('full', 'The disk is full: “a.gif” could not be written. Free some space and try again.')
  let writes = 0
  const target: FilmTarget = {
    async write() {
      if (++writes === 3) throw full
    },
  }
  await expect(encodeGif(frames(), PLAN, target)).rejects.toBe(full)
  expect(writes).toBe(3)
  let closed = false
  async function* endless(): AsyncGenerator<Pictures> {
    try {
      for (let i = 0; ; i++) yield frame(i)
    } finally {
      closed = true
    }
  }
  const signal = { aborted: false }
  const onProgress = () => {
    signal.aborted = true
  }
  await expect(encodeGif(endless(), PLAN, target, { signal, onProgress })).rejects.toThrow(CancelledError)
  expect(closed).toBe(true)
})
