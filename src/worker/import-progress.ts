// How far an import is, over all its parts, with the time that is left.
import type { ImportProgress } from '../spec/image-set.ts'
import { type Costs, type Part, WorkProgress } from '../spec/work-progress.ts'

export type ImportStage = 'reading' | 'examining'

/** Seconds an image, on the processor: those of small JPEGs on two cores, until images have been timed. */
const STAGES: readonly Part<ImportStage>[] = [
  { name: 'reading', size: 1, guess: 3e-4, onDevice: false },
  { name: 'examining', size: 1, guess: 3e-4, onDevice: false },
]

/**
 * How long reading takes differs from import to import, so it is timed anew; examining takes about the same for all images.
 * @param costs known from earlier imports
 * @returns share, which never falls, and seconds left
 */
export function followImport(
  costs: Costs<ImportStage>,
  now: () => number,
): (progress: ImportProgress) => { readonly share: number; readonly left: number | null } {
  costs.delete('reading')
  const work = new WorkProgress(STAGES, costs, now)
  return ({ done, total, examined }) => {
    work.resize(Math.max(1, total))
    const share = examined === null ? work.update('reading', done / Math.max(1, total)) : work.update('examining', examined)
    return { share, left: work.secondsLeft() }
  }
}
