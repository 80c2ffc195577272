// The alarm for a conditional generator that makes the same picture of a class again and again, which it does where there are few images of each
// [Shahbazi et al. 2022, "Collapse by conditioning"]: the one rule, and what to do, for the page and the command line.
import { FIELDS } from './fields.ts'
import type { ClassScore, Scores } from './scores.ts'
import { counted, percent } from './words.ts'

/** Below this share of the diversity of real images the samples of a class look alike. */
export const LOW_DIVERSITY = 0.6

/** Scores in a row in which a class must look so: one may be chance, or a class that is only being learnt. */
const SCORES_IN_A_ROW = 3

export function hasLowDiversity({ diversity }: Pick<ClassScore, 'diversity'>): boolean {
  return diversity !== null && diversity < LOW_DIVERSITY
}

/** The classes that need looking at first: those that make nearly one picture, then those that are right least often. */
export function worstFirst(perClass: readonly ClassScore[]): readonly ClassScore[] {
  const rank = (one: ClassScore) => (hasLowDiversity(one) ? 0 : 1)
  return [...perClass].sort((one, other) => rank(one) - rank(other) || (one.accuracy ?? 2) - (other.accuracy ?? 2))
}

/** Names of the classes that have collapsed, in the order of the last score. @param history in the order of steps */
export function collapsedClasses(history: readonly Pick<Scores, 'perClass'>[]): readonly string[] {
  if (history.length < SCORES_IN_A_ROW) return []
  const low = history.slice(-SCORES_IN_A_ROW).map(({ perClass }) => (perClass ?? []).filter(hasLowDiversity).map(({ name }) => name))
  return (low.at(-1) ?? []).filter((name) => low.every((names) => names.includes(name)))
}

/** What is wrong and what helps, as sentences for a person; null where no class has collapsed. */
export function describeCollapse(names: readonly string[]): string | null {
  if (names.length === 0) return null
  const found = `Samples of ${listOfClasses(names)} show nearly the same picture again and again: in the last ${SCORES_IN_A_ROW} scores they differed less than ${percent(LOW_DIVERSITY)} as much as real images do.`
  const help = `In a new run, let the classes count later and more slowly (“${FIELDS.rampFrom.label}”, “${FIELDS.rampUntil.label}”), take fewer classes or merge similar ones, and turn on augmentation.`
  return `${found} ${help}`
}

/** So many names are written out; of more than one beyond these only the count. */
const NAMED = 3

/** “cat”, “dog”, “owl” and 5 others */
export function listOfClasses(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`)
  const rest = names.length - NAMED
  const parts = rest > 1 ? [...quoted.slice(0, NAMED), counted(rest, 'others')] : quoted
  return parts.length === 1 ? (parts[0] as string) : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
