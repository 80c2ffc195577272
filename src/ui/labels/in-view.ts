// What the Labels view shows, worked out from the state: strips of suggestions, clusters as they are now, and the image that is asked about next.
// Buttons ask for these at every change of the state, so each is worked out anew only when what it needs changes.
import type { Clusters, LabelSuggestions } from '../../spec/feature-analyses.ts'
import type { State } from '../app/store.ts'
import { takenImages } from '../data/data-slice.ts'
import { memoizeLast } from '../shared/memoize-last.ts'
import { type Groups, groupsOf, interleaved } from './groups.ts'
import type { Session } from './session.ts'
import { firstQuestions, NO_STRIPS, nextAfter, type Strips, type Suggestion, stripInUse, stripsOf } from './strips.ts'

type Known = Pick<State, 'labels' | 'analyses' | 'data'>

const NONE: readonly number[] = []

const groupsFound = memoizeLast((clusters: Clusters) => groupsOf(clusters))
const stripsNow = memoizeLast(
  (
    labels: Session['labels'],
    confirmed: Session['confirmed'],
    skipped: Session['skipped'],
    suggested: LabelSuggestions,
    names: readonly string[],
    threshold: number,
  ) => stripsOf({ labels, confirmed, skipped }, suggested, names, threshold),
)
const imagesOf = memoizeLast((strip: readonly Suggestion[]) => strip.map(({ image }) => image))
const questionsBefore = memoizeLast(
  (labels: Session['labels'], skipped: Session['skipped'], taken: readonly number[], groups: Groups | null) =>
    firstQuestions({ labels, skipped }, taken, interleaved(groups?.list.map(({ typical }) => typical) ?? [])),
)

/** Null before the clusters have been found. */
export function groupsIn({ labels, analyses }: Pick<State, 'labels' | 'analyses'>): Groups | null {
  const clusters = analyses.results.clusters?.result
  if (clusters === undefined) return null
  const own = labels.session?.groups ?? null
  return own?.of === clusters ? own : groupsFound(clusters)
}

/** Empty before there are suggestions. */
export function stripsIn({ labels: { session, threshold }, analyses }: Pick<State, 'labels' | 'analyses'>): Strips {
  const suggested = analyses.results.suggestions
  if (session === null || suggested?.analysis.kind !== 'suggestions') return NO_STRIPS
  const { labels, confirmed, skipped } = session
  return stripsNow(labels, confirmed, skipped, suggested.result, suggested.analysis.labelled.names, threshold)
}

/** The images among which questions are asked now, in order. */
export function questionsIn(state: Known): readonly number[] {
  const { session, strip } = state.labels
  if (session === null) return NONE
  if (state.analyses.results.suggestions === undefined) {
    return questionsBefore(session.labels, session.skipped, takenImages(state), groupsIn(state))
  }
  const strips = stripsIn(state)
  return imagesOf(strips[stripInUse(strips, strip)])
}

/** @param answered the image that is being answered */
export function nextQuestion(state: Known, answered: number | null): number | null {
  return nextAfter(questionsIn(state), answered, stripInUse(stripsIn(state), state.labels.strip) !== 'unsure')
}
