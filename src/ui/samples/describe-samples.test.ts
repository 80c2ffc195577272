// The sample wall in words.
import { expect, test } from 'vitest'
import { describeCell, describeNewEnds, describeNewSeeds, describeSeeds } from './describe-samples.ts'
import { initialSamples } from './samples-slice.ts'

const pictures = { count: 0, size: 16, pixels: new Uint8ClampedArray(0) }

test('the line under the wall says what a click or a key does', () => {
  expect(describeCell(null, false, null)).toBe('Each picture keeps its seed. Click one to enlarge it.')
  expect(describeCell(7, false, null)).toBe('Seed 7: click to enlarge it.')
  expect(describeCell(7, true, null)).toBe('Seed 7: Enter or Space enlarges it, A or B chooses it for “From A to B”.')
  expect(describeCell(null, false, 'b')).toBe('Click the sample that becomes B.')
  expect(describeCell(7, false, 'b')).toBe('Click the sample that becomes B: seed 7.')
})

test('choosing A or B and newly drawn seeds are announced', () => {
  const chosen = { ...initialSamples, a: 3 }
  expect(describeNewEnds(initialSamples, chosen)).toBe('Seed 3 is A.')
  expect(describeNewEnds(chosen, { ...chosen, a: 9, b: 3 })).toBe('Seed 9 is A. Seed 3 is B.')
  expect(describeNewEnds(chosen, initialSamples)).toBeNull()
  expect(describeNewEnds(chosen, { ...chosen, position: 0.2 })).toBeNull() // it was said
  const first = { ...initialSamples, grid: { step: 1, seeds: [1, 64], pictures } }
  const next = { ...initialSamples, grid: { step: 1, seeds: [65, 128], pictures } }
  expect(describeNewSeeds(initialSamples, first)).toBeNull()
  expect(describeNewSeeds(first, { ...first, grid: { ...first.grid, step: 2 } })).toBeNull()
  expect(describeNewSeeds(first, next)).toBe('Seeds 65 to 128 are drawn.')
  expect(describeSeeds(65)).toBe('65 to 128')
})
