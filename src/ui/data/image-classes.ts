// The class that the current run takes each image of the open set for.
import { NO_CLASS, type RunClasses } from '../../spec/classes.ts'
import type { State } from '../app/store.ts'
import { formatPercent } from '../shared/format.ts'
import { runExists } from '../train/run-slice.ts'

/** The classes of the run on the open images; null where it has none, and where there is no run any more: then other images may be open. */
export function imageClasses({ classes: { found }, data, run }: Pick<State, 'classes' | 'data' | 'run'>): RunClasses | null {
  if (found === null || found.names.length < 2 || !runExists(run.state)) return null
  return found.ofImages.length === data.opened?.summary.prepared ? found : null
}

/** What is inferred is never called certain. */
const MOST_SURE = 0.99

interface ImageClass {
  /** Over the image: “circle 93 %”; of a class that was given only its name. Where it is cut off, the name is what stays. */
  readonly badge: string
  /** For screen readers. */
  readonly words: string
}

/** Null where an image has none. */
export function classOfImage({ names, ofImages, confidence }: RunClasses, image: number): ImageClass | null {
  const index = ofImages[image] ?? NO_CLASS
  const name = names[index]
  if (name === undefined) return null
  const sure = confidence[image] ?? 0
  if (sure >= 1) return { badge: name, words: `class ${name}` }
  const percent = formatPercent(Math.min(sure, MOST_SURE))
  const badge = `${name} ${percent}`
  return { badge, words: `predicted: ${badge}` }
}

/** How many images are in each class, for a filter: those without one last. */
export function classCounts({
  names,
  ofImages,
}: RunClasses): readonly { readonly index: number; readonly name: string; readonly count: number }[] {
  const counts = new Map<number, number>()
  for (const index of ofImages) counts.set(index, (counts.get(index) ?? 0) + 1)
  const rows = names.map((name, index) => ({ index, name, count: counts.get(index) ?? 0 }))
  return [...rows, { index: NO_CLASS, name: 'No class', count: counts.get(NO_CLASS) ?? 0 }].filter(({ count }) => count > 0)
}
