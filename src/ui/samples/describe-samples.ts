// The sample wall in words: its seeds, what a click or a key does, and announcements.
import { WALL_LENGTH } from '../../spec/report.ts'
import type { LatentEnd, SamplesSlice } from './samples-slice.ts'

/** The seeds of a page of the wall. */
export function describeSeeds(first: number): string {
  return `${first} to ${first + WALL_LENGTH - 1}`
}

/** @param seed of the hovered or focused sample @param next the end that the next click sets */
export function describeCell(seed: number | null, byKeyboard: boolean, next: LatentEnd | null): string {
  if (next !== null) return `Click the sample that becomes ${next.toUpperCase()}${seed === null ? '' : `: seed ${seed}`}.`
  if (seed === null) return 'Each picture keeps its seed. Click one to enlarge it.'
  return byKeyboard
    ? `Seed ${seed}: Enter or Space enlarges it, A or B chooses it for “From A to B”.`
    : `Seed ${seed}: click to enlarge it.`
}

/** The announcement for a chosen A or B, or null. */
export function describeNewEnds(before: SamplesSlice, after: SamplesSlice): string | null {
  const chosen = (['a', 'b'] as const).filter((end) => after[end] !== null && after[end] !== before[end])
  return chosen.length === 0 ? null : chosen.map((end) => `Seed ${after[end]} is ${end.toUpperCase()}.`).join(' ')
}

/** The announcement for newly drawn seeds, or null. */
export function describeNewSeeds(before: SamplesSlice, after: SamplesSlice): string | null {
  const [first, last] = [after.grid?.seeds[0], after.grid?.seeds.at(-1)]
  return before.grid !== null && first !== undefined && first !== before.grid.seeds[0] ? `Seeds ${first} to ${last} are drawn.` : null
}
