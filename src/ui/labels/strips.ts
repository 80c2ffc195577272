// What the classifier suggests, in the order in which a person should look at it: sure, unsure, and labels that look like mistakes.
import { NO_CLASS } from '../../spec/classes.ts'
import type { LabelSuggestions } from '../../spec/feature-analyses.ts'
import type { Session } from './session.ts'

export interface Suggestion {
  readonly image: number
  /** The likeliest class. */
  readonly name: string
  /** Its probability, 0 to 1. */
  readonly confidence: number
}

export interface Strips {
  /** Without a label, at least as sure as the threshold: the surest first. */
  readonly sure: readonly Suggestion[]
  /** The others without a label: those first between whose two likeliest classes least lies [Scheffer et al. 2001]; passed over, last. */
  readonly unsure: readonly Suggestion[]
  /** With a label that the classifier gives little probability: the least first [Northcutt et al. 2021]. */
  readonly mislabelled: readonly Suggestion[]
}

export type StripName = keyof Strips

/** In the order in which questions are taken from them once one is empty. */
const STRIP_NAMES = ['unsure', 'mislabelled', 'sure'] as const satisfies readonly StripName[]

/** Labels of a higher probability, 0 to 1, are not doubted. */
const DOUBTFUL = 0.7

export const NO_STRIPS: Strips = { sure: [], unsure: [], mislabelled: [] }

/** @param names the classes when the suggestions were asked for: their indices may have changed since */
export function stripsOf(
  { labels, confirmed, skipped }: Pick<Session, 'labels' | 'confirmed' | 'skipped'>,
  { images, predicted, confidence, margin, givenProbability }: LabelSuggestions,
  names: readonly string[],
  threshold: number,
): Strips {
  const sure: Suggestion[] = []
  const unsure: (Suggestion & { readonly margin: number })[] = []
  const doubted: (Suggestion & { readonly given: number })[] = []
  images.forEach((image, i) => {
    const name = names[predicted[i] ?? NO_CLASS]
    if (name === undefined || !labels.names.includes(name)) return
    const suggestion = { image, name, confidence: confidence[i] ?? 0 }
    const label = labels.ofImages[image] ?? NO_CLASS
    if (label === NO_CLASS) {
      if (suggestion.confidence >= threshold) sure.push(suggestion)
      else unsure.push({ ...suggestion, margin: margin[i] ?? 0 })
    } else if (!confirmed.has(image) && !skipped.has(image) && (givenProbability[i] ?? 1) < DOUBTFUL) {
      doubted.push({ ...suggestion, given: givenProbability[i] ?? 1 })
    }
  })
  const later = ({ image }: Suggestion) => Number(skipped.has(image))
  return {
    sure: sure.sort((a, b) => b.confidence - a.confidence || a.image - b.image),
    unsure: unsure
      .sort((a, b) => later(a) - later(b) || a.margin - b.margin || a.image - b.image)
      .map(({ margin: _, ...suggestion }) => suggestion),
    mislabelled: doubted.sort((a, b) => a.given - b.given || a.image - b.image).map(({ given: _, ...suggestion }) => suggestion),
  }
}

/** How many images are asked about at once, without suggestions. */
const MAX_FIRST = 200

/**
 * Which images are asked about while nothing is suggested: the typical ones of each cluster in turn, then all others, spread over the set.
 * @param typical of each cluster; empty where none were found
 */
export function firstQuestions(
  { labels, skipped }: Pick<Session, 'labels' | 'skipped'>,
  taken: readonly number[],
  typical: readonly number[],
): readonly number[] {
  const isOpen = (image: number) => labels.ofImages[image] === NO_CLASS
  const open = taken.filter(isOpen)
  const step = Math.max(1, Math.floor(open.length / MAX_FIRST))
  const spread = open.filter((_, i) => i % step === 0)
  const all = [...new Set([...typical.filter(isOpen), ...spread])]
  return [...all.filter((image) => !skipped.has(image)), ...all.filter((image) => skipped.has(image))].slice(0, MAX_FIRST)
}

/** The strip that the next question comes from: the wanted one, or where it is empty, another. */
export function stripInUse(strips: Strips, wanted: StripName): StripName {
  if (strips[wanted].length > 0) return wanted
  return STRIP_NAMES.find((name) => strips[name].length > 0) ?? wanted
}

/** The image that is asked about once this one is answered; null where none is left. @param inOrder the one after it, not the first of all */
export function nextAfter(strip: readonly number[], image: number | null, inOrder: boolean): number | null {
  const at = image === null ? -1 : strip.indexOf(image)
  const rest = strip.filter((each) => each !== image)
  return (inOrder ? rest[Math.max(0, at)] : undefined) ?? rest[0] ?? null
}
