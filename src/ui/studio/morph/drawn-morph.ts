// The morph between classes that there are.
import type { MorphState } from '../state/studio-state.ts'

/** In the place of a class of which nothing is drawn another one: a run may have found other classes since. @param drawn at least two */
export function drawnMorph(morph: MorphState, drawn: readonly number[]): MorphState {
  const from = drawn.includes(morph.from) ? morph.from : (drawn[0] ?? morph.from)
  const to = drawn.includes(morph.to) && morph.to !== from ? morph.to : (drawn.find((each) => each !== from) ?? morph.to)
  return { ...morph, from, to }
}
