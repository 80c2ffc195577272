// Remembers which run was trained last, and notices where the browser ended the page (out of memory, a crash, a discarded tab) together with it.
import type { LostRun } from '../train/keep-slice.ts'

/** In localStorage: for all tabs and later visits. */
const LAST_KEY = 'quarterturn-last-run'
/** In sessionStorage: of this tab only, while it trains. */
const TRAINING_KEY = 'quarterturn-training'

export function rememberRun(id: string): void {
  attempt(() => localStorage.setItem(LAST_KEY, id))
}

export function lastRun(): string | null {
  return attempt(() => localStorage.getItem(LAST_KEY))
}

/** Records the run and how far it is; null when there is none, and when the page is left normally. */
export function noteTraining(run: LostRun | null): void {
  attempt(() => (run === null ? sessionStorage.removeItem(TRAINING_KEY) : sessionStorage.setItem(TRAINING_KEY, `${run.step} ${run.id}`)))
}

/** The run that the previous page did not live to the end of, if this is a reload of that page; else null. */
export function lostRun(loadedAgain: boolean): LostRun | null {
  const [step = '', id] = attempt(() => sessionStorage.getItem(TRAINING_KEY))?.split(' ') ?? []
  noteTraining(null)
  return loadedAgain && id ? { id, step: Number(step) } : null // a duplicated tab copies sessionStorage, but its run continues in the original
}

/** Reloaded by the person after a crash, or by the browser after discarding the page. */
export function wasLoadedAgain(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return navigation?.type === 'reload' || ('wasDiscarded' in document && document.wasDiscarded === true)
}

/** Null without storage: nothing is remembered then. */
function attempt<T>(access: () => T): T | null {
  try {
    return access()
  } catch {
    return null
  }
}
