// Videos as the command line makes them: encoded by a real browser, and decoded again by code that is not ours.
import { browserEncoder } from '../scripts/lib/film-browser.mjs'
import { layOut } from '../src/export/film/frame.ts'
import { type FilmFormat, type FilmPlan, filmSize } from '../src/spec/films.ts'
import type { Pictures } from '../src/spec/image-block.ts'
import { decodeFilm } from './decode-film.ts'
import { expect, test } from './page.ts'

const SIZE = 16
const CELLS = 3
const FRAMES = 12

const planOf = (format: FilmFormat): FilmPlan => ({
  settings: { format, seconds: 0.4, framesPerSecond: 30, factor: 3, smooth: false },
  frames: FRAMES,
  cells: CELLS,
  columns: 2,
  size: SIZE,
})

/** Squares of colours that go around in a circle. */
function frame(i: number): Pictures {
  const pixels = new Uint8ClampedArray(4 * SIZE * SIZE * CELLS)
  for (let at = 0; at < pixels.length; at++) {
    const [pixel, channel] = [Math.floor(at / 4), at % 4]
    const phase = (2 * Math.PI * i) / FRAMES + Math.floor((pixel % SIZE) / 4) + Math.floor(pixel / SIZE / 4) + 2 * channel
    pixels[at] = channel === 3 ? 255 : 127.5 + 127.5 * Math.sin(phase)
  }
  return { count: CELLS, size: SIZE, pixels }
}

async function* frames(): AsyncGenerator<Pictures> {
  for (let i = 0; i < FRAMES; i++) yield frame(i)
}

function memory() {
  const pieces: { readonly bytes: Uint8Array; readonly at: number }[] = []
  return {
    pieces,
    write: async (bytes: Uint8Array, at: number) => void pieces.push({ bytes, at }),
    bytes() {
      const all = new Uint8Array(Math.max(...pieces.map(({ bytes, at }) => at + bytes.length)))
      for (const { bytes, at } of pieces) all.set(bytes, at)
      return all
    },
  }
}

function encoder() {
  const encode = browserEncoder()
  if (!encode) throw new Error('there is no browser')
  return encode
}

const ignore = () => undefined

/** Of all colours of a frame: the largest and the mean difference. */
function differences(a: Uint8Array, b: Uint8Array) {
  const all = Array.from(a, (value, i) => Math.abs(value - (b[i] as number))).filter((_, i) => i % 4 !== 3)
  return { largest: all.reduce((most, one) => Math.max(most, one), 0), mean: all.reduce((sum, one) => sum + one, 0) / all.length }
}

for (const format of ['mp4', 'webm'] as const) {
  test(`${format}: every frame is there at its time, of even sides, with its colours`, async ({ browser }) => {
    const plan = planOf(format)
    const target = memory()
    const made = await encoder()(frames(), plan, target, ignore)
    const film = await decodeFilm(browser, target.bytes())
    expect(film).toMatchObject({ codec: format === 'mp4' ? 'avc' : 'vp9', width: 100, height: 100 }) // 99 would not be even
    expect(filmSize(plan)).toEqual({ width: 100, height: 100 })
    expect(film.duration).toBeCloseTo(FRAMES / 30, 2)
    expect(film.times).toHaveLength(FRAMES)
    for (const [i, time] of film.times.entries()) expect(Math.abs(time - i / 30)).toBeLessThan(0.001) // WebM counts milliseconds
    const found = film.frames.map((pixels, i) => differences(layOut(frame(i), plan), pixels))
    for (const { mean } of found) expect(mean).toBeLessThan(6)
    const largest = Math.max(...found.map((each) => each.largest))
    expect(made).toEqual({ check: { largestPixelDifference: expect.any(Number), pictures: FRAMES * CELLS } })
    if ('check' in made) expect(Math.abs((made.check?.largestPixelDifference ?? 0) - largest)).toBeLessThan(3)
  })
}

test('what the target throws ends a video, and nothing is written after it', async () => {
  const full = new Error('the disk is full')
  const attempts: number[] = []
  const write = async (_: Uint8Array, at: number) => {
    attempts.push(at)
    throw full
  }
  await expect(encoder()(frames(), planOf('webm'), { write }, ignore)).rejects.toBe(full)
  expect(attempts).toHaveLength(1)
})
