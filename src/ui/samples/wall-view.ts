// How the wall is laid out: samples of all classes mixed, a row for each class, or 64 of one class. Which seeds and classes that takes, and which
// layout the drawn pictures have.
import { type SampleGrid, WALL_LENGTH } from '../../spec/report.ts'

/** One sample: its seed, and the class that it is drawn with; null where the run has none, or where it follows from the seed. */
export interface SampleId {
  readonly seed: number
  readonly class: number | null
}

export type WallView =
  | { readonly kind: 'mixed' }
  /** As many classes as fit, a row each, from this one on. In every row the same seeds. */
  | { readonly kind: 'rows'; readonly from: number }
  | { readonly kind: 'one'; readonly class: number }

export const MIXED: WallView = { kind: 'mixed' }
export const FIRST_ROWS: WallView = { kind: 'rows', from: 0 }
export const COLUMNS = 8
/** Rows of a wall: so many classes at a time. */
export const ROWS = WALL_LENGTH / COLUMNS

/** What the trainer is asked to draw. */
interface Cells {
  readonly seeds: readonly number[]
  /** Of each its class; absent where that follows from the seed. */
  readonly classes?: readonly number[]
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

/** @param first seed @param classes of the run, without those of which it draws nothing */
export function cellsOf(view: WallView, first: number, classes: readonly number[]): Cells {
  const seeds = range(first, WALL_LENGTH)
  switch (view.kind) {
    case 'mixed':
      return { seeds }
    case 'one':
      return { seeds, classes: seeds.map(() => view.class) }
    case 'rows': {
      const rows = rowsOf(view, classes)
      const inRow = range(first, COLUMNS)
      return { seeds: rows.flatMap(() => inRow), classes: rows.flatMap((row) => inRow.map(() => row)) }
    }
    default:
      return view satisfies never
  }
}

/** The classes that have a row. */
export function rowsOf({ from }: Extract<WallView, { kind: 'rows' }>, classes: readonly number[]): readonly number[] {
  return classes.filter((each) => each >= from).slice(0, ROWS)
}

/** The layout once other classes are drawn: the same, where these are among them. */
export function stillDrawn(view: WallView, classes: readonly number[]): WallView {
  if (view.kind === 'mixed' || classes.length < 2) return MIXED
  const isThere = view.kind === 'one' ? classes.includes(view.class) : rowsOf(view, classes).length > 0
  return isThere ? view : FIRST_ROWS
}

/** The first class of the next rows, or of those before (-1); null where there are none. */
export function turnedRows({ from }: Extract<WallView, { kind: 'rows' }>, by: 1 | -1, classes: readonly number[]): number | null {
  const place = classes.findIndex((each) => each >= from)
  const target = place + by * ROWS
  return target < 0 ? (place > 0 ? (classes[0] ?? null) : null) : (classes[target] ?? null)
}

/** Seeds of a page: in every row the same ones where each class has one. */
export function seedsOnPage({ kind }: WallView): number {
  return kind === 'rows' ? COLUMNS : WALL_LENGTH
}

/** First seed of the page that contains this seed. */
export function pageOf(seed: number, view: WallView): number {
  return seed - ((seed - 1) % seedsOnPage(view))
}

type Drawn = Pick<SampleGrid, 'seeds' | 'classes'>

/** The layout of pictures that were drawn, which may not be the one that was asked for last. */
export function viewOfGrid({ seeds, classes }: Drawn): WallView {
  const [first] = classes ?? []
  if (classes === undefined || first === undefined) return MIXED
  const isRows = seeds.every((seed, i) => seed === seeds[i % COLUMNS] && classes[i] === classes[i - (i % COLUMNS)])
  if (isRows) return { kind: 'rows', from: first }
  return classes.length > 1 && classes.every((each) => each === first) ? { kind: 'one', class: first } : MIXED
}

/** Whether the pictures are the ones that were asked for, as far as seeds and classes tell: on a mixed wall a seed may have any. @param drawn classes of the run, without those of which it draws nothing */
export function isDrawn(grid: Drawn, view: WallView, first: number, drawn: readonly number[]): boolean {
  const { seeds, classes } = cellsOf(view, first, drawn)
  const isSame = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((each, i) => each === b[i])
  if (!isSame(seeds, grid.seeds)) return false
  return classes === undefined || isSame(classes, grid.classes ?? [])
}

/** The place of a sample on the wall; -1 where it is not there. */
export function cellOf({ seeds, classes }: Drawn, sample: SampleId): number {
  return seeds.findIndex((seed, i) => seed === sample.seed && (sample.class === null || sample.class === (classes?.[i] ?? null)))
}

/** The sample in a cell. */
export function sampleAt({ seeds, classes }: Drawn, index: number): SampleId {
  return { seed: seeds[index] ?? 0, class: classes?.[index] ?? null }
}

export function isSameSample(one: SampleId | null, other: SampleId | null): boolean {
  return one?.seed === other?.seed && one?.class === other?.class
}
