// Framing and trimming of bars, on pictures that are functions of position.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { frameOf } from './framing.ts'
import type { RgbaImage } from './image.ts'
import { toSquare } from './resample.ts'

type Grey = (x: number, y: number) => number

/** A picture in grey from a function of the position; -1 is transparent. */
function picture(width: number, height: number, grey: Grey): RgbaImage {
  const pixels = new Uint8Array(width * height * 4)
  for (let i = 0; i < width * height; i++) {
    const value = grey(i % width, Math.floor(i / width))
    pixels.set(value < 0 ? [0, 0, 0, 0] : [value, value, value, 255], i * 4)
  }
  return { width, height, pixels }
}

/** Noise that differs from pixel to pixel, from `low` to `high`. */
function noise(low: number, high: number): Grey {
  const values = new RandomStream(1, 'dataset').uniforms(4096)
  return (x, y) => low + (high - low) * (values[(x * 61 + y * 977) % 4096] as number)
}

const by = (changes: Partial<Preparation>): Preparation => ({ ...DEFAULT_PREPARATION, ...changes })
const busy = noise(60, 220)

test('the centre square, the whole picture, and the middle that is kept of either', () => {
  const wide = picture(101, 40, busy)
  expect(frameOf(wide, by({}))).toEqual({ left: 30, top: 0, width: 40, height: 40 })
  expect(frameOf(wide, by({ framing: 'squash' }))).toEqual({ left: 0, top: 0, width: 101, height: 40 })
  expect(frameOf(wide, by({ cropFraction: 0.5 }))).toEqual({ left: 40, top: 10, width: 20, height: 20 })
  expect(frameOf(wide, by({ framing: 'squash', cropFraction: 0.5 }))).toEqual({ left: 25, top: 10, width: 51, height: 20 })
  expect(frameOf(picture(9, 3, busy), by({ framing: 'squash', cropFraction: 0.1 }))).toEqual({ left: 4, top: 1, width: 1, height: 1 })
})

test.each([
  ['left', 10],
  ['right', 300],
])('smart framing finds the detail on the %s, in a wide and in a tall picture', (_, at) => {
  const detail = (along: number) => along >= at && along < at + 90
  const wide = frameOf(
    picture(400, 100, (x, y) => (detail(x) ? busy(x, y) : 90)),
    by({ framing: 'smart' }),
  )
  const tall = frameOf(
    picture(100, 400, (x, y) => (detail(y) ? busy(x, y) : 90)),
    by({ framing: 'smart' }),
  )
  expect(tall).toEqual({ left: wide.top, top: wide.left, width: 100, height: 100 })
  expect(wide.left).toBeLessThanOrEqual(at + 4)
  expect(wide.left + 100).toBeGreaterThanOrEqual(at + 86)
})

test('smart framing takes the middle where detail is everywhere or nowhere, and no padding', () => {
  const smart = by({ framing: 'smart' })
  const even = frameOf(picture(500, 100, busy), smart)
  expect(Math.abs(even.left - 200)).toBeLessThanOrEqual(25)
  expect(
    frameOf(
      picture(500, 100, () => 50),
      smart,
    ).left,
  ).toBe(200)
  const padded = frameOf(
    picture(300, 100, (x, y) => (x < 180 ? 0 : busy(x, y))),
    smart,
  )
  expect(padded.left).toBeGreaterThanOrEqual(175)
})

test('a few hard edges do not outweigh fine detail', () => {
  const fine = noise(100, 140)
  const fence: Grey = (x, y) => (x < 40 && x % 5 === 0 ? 255 : x >= 300 && x < 390 ? fine(x, y) : 0)
  expect(frameOf(picture(400, 100, fence), by({ framing: 'smart' })).left).toBeGreaterThan(200)
})

const jpegLike = (value: number): Grey => noise(value - 5, value + 5)

test('bars of nearly one colour are trimmed, each side independently', () => {
  const letterboxed = picture(80, 100, (x, y) => (y < 20 || y >= 85 ? jpegLike(8)(x, y) : busy(x, y)))
  expect(frameOf(letterboxed, by({ framing: 'squash', trimBars: true }))).toEqual({ left: 0, top: 20, width: 80, height: 65 })
  const framed = picture(100, 100, (x, y) => (Math.min(x, y, 99 - x, 99 - y) < 10 ? 250 : noise(20, 200)(x, y)))
  expect(frameOf(framed, by({ framing: 'squash', trimBars: true }))).toEqual({ left: 10, top: 10, width: 80, height: 80 })
  expect(frameOf(framed, by({ framing: 'squash' })).width).toBe(100)
  // What is kept is the middle of what lies within the bars.
  expect(frameOf(letterboxed, by({ framing: 'squash', trimBars: true, cropFraction: 0.6 }))).toEqual({
    left: 16,
    top: 33,
    width: 48,
    height: 39,
  })
})

test('transparent bars are trimmed too', () => {
  const image = picture(60, 80, (x, y) => (y < 20 ? -1 : noise(0, 200)(x, y)))
  expect(frameOf(image, by({ framing: 'squash', trimBars: true })).top).toBe(20)
})

test('whether a partly transparent side is a bar depends on the background', () => {
  const topOf = (ink: number, hole: readonly number[], background: Preparation['background']) => {
    const image = picture(60, 80, (x, y) => (y < 20 ? ink : busy(x, y)))
    for (let i = 0; i < 60 * 20; i += 2) image.pixels.set(hole, 4 * i)
    return frameOf(image, by({ framing: 'squash', trimBars: true, background })).top
  }
  expect([topOf(255, [0, 0, 0, 0], 'white'), topOf(255, [0, 0, 0, 0], 'black')]).toEqual([20, 0])
  expect(topOf(0, [255, 255, 255, 0], 'black')).toBe(20) // the colour of what is not seen does not matter
})

test('a plain background, a sky, a plain picture and a bar of nearly half the picture are not trimmed', () => {
  const whole = { left: 0, top: 0, width: 100, height: 100 }
  const inside: Grey = (x, y) => ((x - 50) ** 2 + (y - 50) ** 2 < 900 ? busy(x, y) : 255)
  const house: Grey = (x, y) => (y > 70 || (y >= 20 && x >= 10 && x < 90) ? noise(20, 160)(x, y) : 255)
  const dusk: Grey = (x, y) => (y < 30 ? 100 + 0.43 * y : noise(0, 60)(x, y))
  for (const grey of [inside, house, dusk, () => 90, (x: number, y: number) => (y < 45 ? 0 : busy(x, y)), (_: number, y: number) => y]) {
    expect(frameOf(picture(100, 100, grey), by({ trimBars: true }))).toEqual(whole)
  }
})

test('squash keeps all of an oblong picture, each axis scaled by its own factor', () => {
  const quarters = picture(640, 160, (x, y) => (x < 320 ? 0 : 100) + (y < 80 ? 0 : 100))
  const small = toSquare(quarters, by({ size: 16, framing: 'squash' }))
  const at = (x: number, y: number) => small[(y * 16 + x) * 3]
  expect([at(3, 3), at(12, 3), at(3, 12), at(12, 12)]).toEqual([0, 100, 100, 200])
  const stripes = picture(1280, 64, (_, y) => (Math.floor(y / 4) % 2) * 200)
  const column = toSquare(stripes, by({ size: 32, framing: 'squash' })).filter((_, i) => i % (32 * 3) === 0)
  column.forEach((value, y) => {
    expect(Math.abs(value - (Math.floor(y / 2) % 2) * 200)).toBeLessThan(40)
  })
})

test('transparent parts are blended with white, grey or black', () => {
  const clear = picture(16, 16, () => -1)
  const colours = (['white', 'grey', 'black'] as const).map((background) => toSquare(clear, by({ size: 16, background }))[0])
  expect(colours).toEqual([255, 128, 0])
})
