// The class that a command line asks for, by its name or its number, among those of a run.
import type { ClassLabels } from '../gan/class-labels.ts'
import { UsageError } from './errors.ts'

/** Names that are listed where one is not found. */
const MAX_LISTED = 20

type Classes = Pick<ClassLabels, 'names'>

/** The index of a class. A name goes before a number, which counts from 1. @throws UsageError with the names there are */
export function findClass(wanted: string, { names }: Classes): number {
  const isSame = (name: string) => name.toLowerCase() === wanted.toLowerCase()
  const [exact, similar] = [names.indexOf(wanted), names.findIndex(isSame)]
  const number = /^[1-9]\d*$/.test(wanted) ? Number(wanted) - 1 : -1
  const found = [exact, similar, number].find((index) => names[index] !== undefined)
  if (found !== undefined) return found
  throw new UsageError(`There is no class “${wanted}” in this run. It has ${listNames(names)}.`)
}

/** “2 classes: 1 “circle”, 2 “square””. */
function listNames(names: readonly string[]): string {
  const listed = names.slice(0, MAX_LISTED).map((name, i) => `${i + 1} “${name}”`)
  const more = names.length > MAX_LISTED ? [`and ${names.length - MAX_LISTED} more`] : []
  return `${names.length === 1 ? 'one class' : `${names.length} classes`}: ${[...listed, ...more].join(', ')}`
}

/** @throws UsageError where the run is told none */
export function classesOf<T extends Classes>(classes: T | null, option: string): T {
  if (classes) return classes
  throw new UsageError(`This run has no classes, so ${option} cannot choose one: it was trained with conditioning=none.`)
}
