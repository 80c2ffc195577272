// Layouts of the wall: which samples they take, and how drawn pictures are told apart.
import { describe, expect, test } from 'vitest'
import { cellOf, cellsOf, isDrawn, MIXED, pageOf, rowsOf, sampleAt, turnedRows, viewOfGrid } from './wall-view.ts'

const classes = [0, 1, 2]
const ofRows = cellsOf({ kind: 'rows', from: 0 }, 9, classes)

describe('what is asked for', () => {
  test('mixed: 64 seeds, each with the class that follows from it', () => {
    expect(cellsOf(MIXED, 65, classes)).toEqual({ seeds: Array.from({ length: 64 }, (_, i) => 65 + i) })
  })

  test('by class: a row of the same eight seeds for each class', () => {
    expect(ofRows.seeds).toHaveLength(24)
    expect([ofRows.seeds[0], ofRows.seeds[7], ofRows.seeds[8], ofRows.seeds[23]]).toEqual([9, 16, 9, 16])
    expect([ofRows.classes?.[7], ofRows.classes?.[8], ofRows.classes?.[23]]).toEqual([0, 1, 2])
  })

  test('one class: 64 seeds of it', () => {
    const { seeds, classes: each } = cellsOf({ kind: 'one', class: 2 }, 1, classes)
    expect([seeds.length, new Set(each).size, each?.[0]]).toEqual([64, 1, 2])
  })

  test('of a hundred classes eight at a time, without those of which nothing is drawn', () => {
    const many = Array.from({ length: 100 }, (_, i) => i).filter((i) => i !== 3)
    const rows = { kind: 'rows', from: 0 } as const
    expect(rowsOf(rows, many)).toEqual([0, 1, 2, 4, 5, 6, 7, 8])
    expect([turnedRows(rows, -1, many), turnedRows(rows, 1, many)]).toEqual([null, 9])
    expect(rowsOf({ kind: 'rows', from: 97 }, many)).toEqual([97, 98, 99])
    expect(turnedRows({ kind: 'rows', from: 97 }, 1, many)).toBeNull()
    expect(turnedRows({ kind: 'rows', from: 5 }, -1, many)).toBe(0) // where classes before it are fewer than a page
  })

  test('a page holds 64 seeds, by class eight', () => {
    expect([pageOf(64, MIXED), pageOf(65, MIXED), pageOf(64, { kind: 'rows', from: 0 })]).toEqual([1, 65, 57])
  })
})

describe('what was drawn', () => {
  const mixed = { ...cellsOf(MIXED, 1, classes), classes: Array.from({ length: 64 }, (_, i) => (i * 7) % 3) }
  const one = cellsOf({ kind: 'one', class: 2 }, 1, classes)

  test('the layout is told from the pictures, whatever was asked for since', () => {
    expect(viewOfGrid(ofRows)).toEqual({ kind: 'rows', from: 0 })
    expect(viewOfGrid(cellsOf({ kind: 'rows', from: 2 }, 1, classes))).toEqual({ kind: 'rows', from: 2 })
    expect(viewOfGrid(one)).toEqual({ kind: 'one', class: 2 })
    expect([viewOfGrid(mixed), viewOfGrid(cellsOf(MIXED, 1, []))]).toEqual([MIXED, MIXED])
  })

  test('pictures of other seeds or of another layout are not yet the ones asked for', () => {
    expect([isDrawn(mixed, MIXED, 1, classes), isDrawn(mixed, MIXED, 65, classes)]).toEqual([true, false])
    expect([isDrawn(ofRows, MIXED, 9, classes), isDrawn(one, { kind: 'one', class: 2 }, 1, classes)]).toEqual([false, true])
    expect([isDrawn(one, { kind: 'one', class: 1 }, 1, classes), isDrawn(mixed, { kind: 'one', class: 2 }, 1, classes)]).toEqual([
      false,
      false,
    ])
    expect(isDrawn(ofRows, { kind: 'rows', from: 0 }, 9, classes)).toBe(true)
  })

  test('a mixed wall may show one class alone, where the others are rare', () => {
    expect(isDrawn(one, MIXED, 1, classes)).toBe(true)
  })

  test('a seed is in several rows: its class says which sample is meant', () => {
    expect([cellOf(ofRows, { seed: 10, class: 2 }), cellOf(ofRows, { seed: 10, class: null })]).toEqual([17, 1])
    expect(cellOf(ofRows, { seed: 1, class: 2 })).toBe(-1)
    expect([sampleAt(ofRows, 17), sampleAt(cellsOf(MIXED, 1, []), 3)]).toEqual([
      { seed: 10, class: 2 },
      { seed: 4, class: null },
    ])
  })
})
