// What the Labels view shows, worked out from the state: strips of suggestions, clusters as they are now, and the image that is asked about next.
import type { State } from '../app/store.ts'
import { type Groups, groupsOf, interleaved } from './groups.ts'
import { firstQuestions, NO_STRIPS, nextAfter, type Strips, stripInUse, stripsOf } from './strips.ts'

type Known = Pick<State, 'labels' | 'analyses' | 'data'>

/** Null before the clusters have been found. */
export function groupsIn({ labels, analyses }: Pick<State, 'labels' | 'analyses'>): Groups | null {
  const clusters = analyses.results.clusters?.result
  if (clusters === undefined) return null
  const own = labels.session?.groups ?? null
  return own?.of === clusters ? own : groupsOf(clusters)
}

export function takenImages({ data: { opened } }: Pick<State, 'data'>): readonly number[] {
  return Array.from({ length: opened?.summary.prepared ?? 0 }, (_, image) => image).filter((image) => !opened?.leftOut.has(image))
}

/** Empty before there are suggestions. */
export function stripsIn({ labels: { session, threshold }, analyses }: Pick<State, 'labels' | 'analyses'>): Strips {
  const suggested = analyses.results.suggestions
  if (session === null || suggested?.analysis.kind !== 'suggestions') return NO_STRIPS
  return stripsOf(session, suggested.result, suggested.analysis.labelled.names, threshold)
}

/** The images among which questions are asked now, in order. */
export function questionsIn(state: Known): readonly number[] {
  const { session, strip } = state.labels
  if (session === null) return []
  if (state.analyses.results.suggestions === undefined) {
    const typical = interleaved(groupsIn(state)?.list.map((group) => group.typical) ?? [])
    return firstQuestions(session, takenImages(state), typical)
  }
  const strips = stripsIn(state)
  return strips[stripInUse(strips, strip)].map(({ image }) => image)
}

/** @param answered the image that is being answered */
export function nextQuestion(state: Known, answered: number | null): number | null {
  return nextAfter(questionsIn(state), answered, stripInUse(stripsIn(state), state.labels.strip) !== 'unsure')
}
