// The sample wall in words.
import { expect, test } from 'vitest'
import { describeCell, describeCells, describeNewEnds, describeNewSeeds, describeSample } from './describe-samples.ts'
import { initialSamples } from './samples-slice.ts'
import { cellsOf, MIXED, type WallView } from './wall-view.ts'

const pictures = { count: 0, size: 16, pixels: new Uint8ClampedArray(0) }
const names = ['circle', 'square', 'star']
const drawn = (view: WallView, first = 1) => ({ ...initialSamples, grid: { step: 1, pictures, ...cellsOf(view, first, [0, 1, 2]) } })

test('the line under the wall says what a click or a key does', () => {
  expect(describeCell(null, false, null)).toBe('Each picture keeps its seed. Click one to enlarge it.')
  expect(describeCell('seed 7', false, null)).toBe('Seed 7: click to enlarge it.')
  expect(describeCell('seed 7', true, null)).toBe('Seed 7: Enter or Space enlarges it, A or B chooses it for “From A to B”.')
  expect(describeCell(null, false, 'b')).toBe('Click the sample that becomes B.')
  expect(describeCell('seed 7', false, 'b')).toBe('Click the sample that becomes B: seed 7.')
  expect(describeCell('seed 7', false, 'morph')).toBe('Click the sample whose class is to change: seed 7.')
})

test('a sample is named with its class where the run has several', () => {
  expect([describeSample({ seed: 7, class: 1 }, names), describeSample({ seed: 7, class: 0 }, [])]).toEqual(['seed 7, square', 'seed 7'])
  expect(describeSample({ seed: 7, class: 1 }, ['7', '8'])).toBe('seed 7, class 8')
})

test('choosing A or B and newly drawn seeds are announced', () => {
  const of = (seed: number, cls: number | null = null) => ({ seed, class: cls })
  const chosen = { ...initialSamples, a: of(3) }
  expect(describeNewEnds(initialSamples, chosen)).toBe('Seed 3 is A.')
  expect(describeNewEnds(chosen, { ...chosen, a: of(9), b: of(3, 2) }, names)).toBe('Seed 9 is A. Seed 3, star is B.')
  expect(describeNewEnds(chosen, initialSamples)).toBeNull()
  expect(describeNewEnds(chosen, { ...chosen, position: 0.2 })).toBeNull() // it was said
  const [first, next] = [drawn(MIXED), drawn(MIXED, 65)]
  expect(describeNewSeeds(initialSamples, first)).toBeNull()
  expect(describeNewSeeds(first, { ...first, grid: { ...first.grid, step: 2 } })).toBeNull()
  expect(describeNewSeeds(first, next)).toBe('Seeds 65 to 128 are drawn.')
})

test('a wall by class, and one of a single class, say so and are announced', () => {
  const [mixed, rows, one] = [drawn(MIXED), drawn({ kind: 'rows', from: 0 }), drawn({ kind: 'one', class: 1 })]
  expect([mixed, rows, one].map(({ grid }) => describeCells(grid, names))).toEqual([
    'Seeds 1 to 64',
    'Seeds 1 to 8 by class',
    'Seeds 1 to 64 of square',
  ])
  expect(describeNewSeeds(mixed, rows, names)).toBe('Seeds 1 to 8 by class are drawn: circle, square, star.')
  expect(describeNewSeeds(rows, drawn({ kind: 'rows', from: 2 }), names)).toBe('Seeds 1 to 8 by class are drawn: star.')
  expect(describeNewSeeds(one, mixed, names)).toBe('Seeds 1 to 64 are drawn.')
})
