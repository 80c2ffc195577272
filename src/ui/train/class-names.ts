// The classes of a run as the page shows them: their names, and which of them are drawn.
import type { ClassesSlice } from './classes-slice.ts'

interface WithClasses {
  readonly classes: ClassesSlice
}

/** The names of the classes where there are several: of a single one nothing is said. */
export function classNames({ classes }: WithClasses): readonly string[] {
  const names = classes.found?.names ?? NONE
  return names.length > 1 ? names : NONE
}

const NONE: readonly string[] = []
const NO_CLASSES: readonly number[] = []
const drawnOf = new WeakMap<readonly number[], readonly number[]>()

/** The classes that can be drawn one by one: those that images belong to, where there are several. Always the same list for the same counts. */
export function drawnClasses({ classes: { found } }: WithClasses): readonly number[] {
  if (found === null || found.names.length < 2) return NO_CLASSES
  const known = drawnOf.get(found.counts) ?? found.counts.flatMap((count, index) => (count > 0 ? index : []))
  drawnOf.set(found.counts, known)
  return known
}

/** The name of a class; null where there are none. */
export function className(names: readonly string[], index: number | null): string | null {
  return index === null ? null : (names[index] ?? null)
}
