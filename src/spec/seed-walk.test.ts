// The endless walk: its stops, the ways between them, and that one number brings them all back.
import { expect, test } from 'vitest'
import { writePictureCode } from './picture-code.ts'
import { readPictureCode } from './read-picture-code.ts'
import { walkPoint, walkStop } from './seed-walk.ts'

test('a walk goes from stop to stop on the great circle, and passes each as it is', () => {
  const [first, second, third] = [0, 1, 2].map((stop) => walkStop(7, stop)) as [{ seed: number }, { seed: number }, { seed: number }]
  expect(walkPoint(7, 0)).toEqual(first)
  expect(walkPoint(7, 0.25)).toEqual({ ...first, towards: { ...second, at: 0.25, method: 'slerp' } })
  expect(walkPoint(7, 1)).toEqual(second)
  expect(walkPoint(7, 1.75)).toEqual({ ...second, towards: { ...third, at: 0.75, method: 'slerp' } })
})

test('every stop is another sample, and another seed another walk: also after a long time', () => {
  const stops = (seed: number) => Array.from({ length: 500 }, (_, i) => walkStop(seed, 1_000_000 + i).seed)
  expect(new Set(stops(1)).size).toBeGreaterThan(495)
  expect(stops(1).filter((seed, i) => seed === stops(2)[i])).toEqual([])
})

test('the code of a picture on the walk leads to that very picture', () => {
  for (let at = 0; at < 40; at += 0.37) {
    const code = { run: 'k3f9x2', step: 7, point: walkPoint(123, at) }
    expect(readPictureCode(writePictureCode(code))).toEqual({ code })
  }
})
