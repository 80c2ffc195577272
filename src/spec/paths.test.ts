// Time on paths of key pictures, for many paths: forwards, back from a position, and round a closed one.
import { describe, expect, test } from 'vitest'
import { EASINGS, PATH_LIMITS, pathEnd, pathSeconds, positionAt, secondsAt, stretched } from './paths.ts'
import { RandomStream } from './rng.ts'

/** Paths of 2 to 12 keys with legs of 0.1 to 10 seconds, even and slow at keys. */
const paths = Array.from({ length: 60 }, (_, i) => {
  const stream = new RandomStream(i, 'probe')
  const keys = Array.from({ length: 2 + stream.below(11) }, () => ({
    seconds: 0.1 + 9.9 * stream.uniform(),
    easing: EASINGS[stream.below(2)] as (typeof EASINGS)[number],
  }))
  return { keys, closed: i % 2 === 0 }
})
const closed = paths.filter((path) => path.closed)
const open = paths.filter((path) => !path.closed)
const shares = Array.from({ length: 101 }, (_, i) => i / 100)

describe('a position', () => {
  test('grows with time, from the first key to the end of the path', () => {
    for (const path of paths) {
      const total = pathSeconds(path)
      const positions = shares.slice(0, -1).map((share) => positionAt(path, share * total))
      expect(positions[0]).toBe(0)
      for (const [i, position] of positions.entries()) if (i > 0) expect(position).toBeGreaterThan(positions[i - 1] as number)
      expect(positionAt(path, total - 1e-9)).toBeCloseTo(pathEnd(path), 5)
    }
  })

  test('tells its time, and a time its position', () => {
    for (const path of paths) {
      for (const share of shares.slice(0, -1)) {
        const seconds = share * pathSeconds(path)
        expect(secondsAt(path, positionAt(path, seconds))).toBeCloseTo(seconds, 5)
        const position = share * pathEnd(path)
        expect(positionAt(path, secondsAt(path, position))).toBeCloseTo(position, 8)
      }
    }
  })

  test('is a whole number at each key, after the seconds of the keys before', () => {
    for (const path of open) {
      let seconds = 0
      for (const [i, key] of path.keys.entries()) {
        expect(positionAt(path, seconds)).toBeCloseTo(i, 8)
        expect(secondsAt(path, i)).toBeCloseTo(seconds, 8)
        seconds += key.seconds
      }
    }
  })
})

test('a closed path goes on with its beginning: after its end, before its start, and as often as one likes', () => {
  for (const path of closed) {
    const total = pathSeconds(path)
    expect(pathEnd(path)).toBe(path.keys.length)
    expect(positionAt(path, total)).toBe(0)
    expect(secondsAt(path, path.keys.length)).toBe(0)
    for (const share of [0.1, 0.5, 0.9])
      for (const rounds of [-3, -1, 1, 2, 100])
        expect(positionAt(path, (share + rounds) * total)).toBeCloseTo(positionAt(path, share * total), 6)
  }
})

test('an open path stays at its first key before it begins, and at its last one after', () => {
  for (const path of open) {
    const last = path.keys.length - 1
    expect([-1, -1e9].map((seconds) => positionAt(path, seconds))).toEqual([0, 0])
    expect([0, 1, 1e9].map((more) => positionAt(path, pathSeconds(path) + more))).toEqual([last, last, last])
    expect([-5, last + 5].map((position) => secondsAt(path, position))).toEqual([0, pathSeconds(path)])
  }
})

test('a path that is slow at its keys stands still there and is fastest half-way; an even one keeps its speed', () => {
  const path = (easing: (typeof EASINGS)[number]) => ({ keys: [4, 4].map((seconds) => ({ seconds, easing })), closed: true })
  const speed = (easing: (typeof EASINGS)[number], at: number) =>
    (positionAt(path(easing), at + 1e-4) - positionAt(path(easing), at - 1e-4)) / 2e-4
  expect([0.5, 2, 4, 7].map((at) => Math.round(1000 * speed('even', at)) / 1000)).toEqual([0.25, 0.25, 0.25, 0.25])
  expect(speed('slow at keys', 4)).toBeCloseTo(0, 3)
  expect(speed('slow at keys', 2)).toBeCloseTo(0.375, 6) // 1.5 of the mean
})

test('paths of no key and of one have no length, and stay at 0', () => {
  for (const keys of [[], [{ seconds: 3, easing: 'even' }]] as const)
    for (const isClosed of [true, false]) {
      const path = { keys, closed: isClosed }
      expect([pathSeconds(path), pathEnd(path), positionAt(path, 7), secondsAt(path, 0.5)]).toEqual([0, 0, 0, 0])
    }
})

test('a stretched path has each way as many times as long, but none shorter or longer than a way may be', () => {
  const keys = [1, 2, 8].map((seconds) => ({ seconds, easing: 'even' as const }))
  expect(stretched(keys, 1.5).map(({ seconds }) => seconds)).toEqual([1.5, 3, 12])
  const { min, max } = PATH_LIMITS.seconds
  expect(stretched(keys, 0.05).map(({ seconds }) => seconds)).toEqual([min, min, 0.4])
  expect(stretched(keys, 10).map(({ seconds }) => seconds)).toEqual([10, 20, max])
})
