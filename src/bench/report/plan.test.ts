import { describe, expect, test } from 'vitest'
import { about, createBox, guessStock, type PreviousStep, roundsWithin, stepsOfRound, whyNoPart, whyNoStep, workRatio } from './plan.ts'

const SMALL = { size: 32, width: 16, batch: 16 }
const MEDIUM = { ...SMALL, width: 32, batch: 32 }

/** A time budget of that many milliseconds, all of them left. */
const boxOf = (ms: number) =>
  createBox(
    () => 0,
    ms,
    () => undefined,
  )

test('a box of time is used up as the clock goes on', () => {
  let now = 1000
  const box = createBox(
    () => now,
    500,
    () => undefined,
  )
  expect(box.left()).toBe(500)
  now += 400
  expect(box.fits(100)).toBe(true)
  expect(box.fits(101)).toBe(false)
  now += 400
  expect(box.left()).toBe(0)
  expect(box.fits(1)).toBe(false)
})

test('rounds fill the time with room to spare, are at least one, and no more than are useful', () => {
  expect(roundsWithin(10_000, 2000)).toBe(4)
  expect(roundsWithin(10_000, 60_000)).toBe(1)
  expect(roundsWithin(0, 5)).toBe(1)
  expect(roundsWithin(10_000, 0)).toBe(9)
  expect(roundsWithin(100_000, 4000)).toBe(4) // no more than 20 s of them
})

test('quick steps are timed several at a time, slow ones alone', () => {
  expect(stepsOfRound(3000)).toBe(1)
  expect(stepsOfRound(10)).toBe(4)
  expect(stepsOfRound(0.01)).toBe(32)
})

test('twice the width and twice the batch are eight times the work', () => {
  expect(workRatio(MEDIUM, SMALL)).toBe(8)
  expect(workRatio(SMALL, MEDIUM)).toBe(1 / 8)
})

describe('what there is no time for', () => {
  const previous: PreviousStep = { workload: SMALL, firstMs: 15_000, replayMs: 2000, stockMs: 18_000 }

  test('a step eight times as long is made where three of them fit', () => {
    expect(whyNoStep(MEDIUM, previous, boxOf(63_000))).toBeNull()
    expect(whyNoStep(MEDIUM, previous, boxOf(62_999))).toBe('The first step would take about 31 s here: there was no time left for that.')
  })

  test('the first networks are tried, since nothing is known of them', () => {
    expect(whyNoStep(SMALL, null, boxOf(1))).toBeNull()
  })

  test('where only the first step was made, the estimate comes from it', () => {
    expect(whyNoStep(MEDIUM, { ...previous, replayMs: null }, boxOf(14_000))).toContain('about 15 s')
  })

  test('the time of TensorFlow.js alone is estimated from its own step, or else from ours', () => {
    expect(guessStock(MEDIUM, previous, 16_000)).toBe(144_000)
    expect(guessStock(MEDIUM, { ...previous, stockMs: null }, 16_000)).toBe(160_000)
    expect(guessStock(SMALL, null, 2000)).toBe(20_000)
  })

  test('a backend takes part where there is time for two steps and for compiling', () => {
    expect(whyNoPart(18_000, 15_000, boxOf(51_000))).toBeNull()
    expect(whyNoPart(18_000, 15_000, boxOf(50_000))).toBe('A step would take about 18 s: there was no time left for two of them.')
  })
})

test.each([
  [412, '0.4 s'],
  [3870, '4 s'],
  [17_800, '18 s'],
  [59_600, '1 min 0 s'],
  [260_000, '4 min 20 s'],
])('%d ms are about %s', (ms, words) => {
  expect(about(ms)).toBe(words)
})
