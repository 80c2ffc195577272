// The sample wall in words: its seeds and classes, what a click or a key does, and announcements.
import type { SampleGrid } from '../../spec/report.ts'
import { classInWords } from '../../spec/words.ts'
import { className } from '../train/class-names.ts'
import type { PickTarget, SamplesSlice } from './samples-slice.ts'
import { type SampleId, viewOfGrid } from './wall-view.ts'

/** “Seeds 1 to 64”, “Seeds 1 to 8 by class”, “Seeds 1 to 64 of circle”. @param names of the classes */
export function describeCells({ seeds, classes }: Pick<SampleGrid, 'seeds' | 'classes'>, names: readonly string[]): string {
  const range = `Seeds ${seeds[0]} to ${seeds.at(-1)}`
  const view = viewOfGrid({ seeds, ...(classes && { classes }) })
  if (names.length === 0 || view.kind === 'mixed') return range
  return view.kind === 'rows' ? `${range} by class` : `${range} of ${className(names, view.class)}`
}

/** “seed 7”, “seed 7, circle”, “seed 7, class 8” */
export function describeSample({ seed, class: of }: SampleId, names: readonly string[]): string {
  const name = className(names, of)
  return name === null ? `seed ${seed}` : `seed ${seed}, ${classInWords(name)}`
}

const PICKED: Readonly<Record<PickTarget, string>> = {
  a: 'Click the sample that becomes A',
  b: 'Click the sample that becomes B',
  morph: 'Click the sample whose class is to change',
}

/** @param sample hovered or focused, in words: “seed 7” @param next what the next click chooses */
export function describeCell(sample: string | null, byKeyboard: boolean, next: PickTarget | null): string {
  if (next !== null) return `${PICKED[next]}${sample === null ? '' : `: ${sample}`}.`
  if (sample === null) return 'Each picture keeps its seed. Click one to enlarge it.'
  const start = sample.replace(/^s/, 'S')
  return byKeyboard ? `${start}: Enter or Space enlarges it, A or B chooses it for “From A to B”.` : `${start}: click to enlarge it.`
}

/** The announcement for a chosen A or B, or null. */
export function describeNewEnds(before: SamplesSlice, after: SamplesSlice, names: readonly string[] = []): string | null {
  const sentences = (['a', 'b'] as const).flatMap((end) => {
    const sample = after[end]
    if (sample === null || sample === before[end]) return []
    return `${describeSample(sample, names).replace(/^s/, 'S')} is ${end.toUpperCase()}.`
  })
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** The announcement for newly drawn seeds or classes, or null. */
export function describeNewSeeds(before: SamplesSlice, after: SamplesSlice, names: readonly string[] = []): string | null {
  if (before.grid === null || after.grid === null) return null
  const [old, now] = [before.grid, after.grid].map((grid) => `${describeCells(grid, names)} are drawn${rowNames(grid, names)}.`)
  return now === undefined || now === old ? null : now
}

/** “: circle, square”, of a wall by class. */
function rowNames(grid: SampleGrid, names: readonly string[]): string {
  if (names.length === 0 || viewOfGrid(grid).kind !== 'rows') return ''
  return `: ${[...new Set(grid.classes)].map((each) => className(names, each)).join(', ')}`
}
