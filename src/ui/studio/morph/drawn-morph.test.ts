// The morph of a run whose classes may have changed.
import { expect, test } from 'vitest'
import { drawnMorph } from './drawn-morph.ts'

const morph = { seed: 1, from: 0, to: 1, at: 0.5 }

test('classes of which nothing is drawn give way to others, and never both to the same', () => {
  expect(drawnMorph(morph, [0, 1, 2])).toEqual(morph)
  expect(drawnMorph(morph, [2, 1])).toEqual({ ...morph, from: 2, to: 1 })
  expect(drawnMorph(morph, [1, 2])).toEqual({ ...morph, from: 1, to: 2 })
  expect(drawnMorph({ ...morph, from: 3, to: 3 }, [3, 5])).toEqual({ ...morph, from: 3, to: 5 })
})
