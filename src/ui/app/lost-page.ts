// A page that ends without a word (the browser had no memory left for it, or it crashed) takes its run along: the next one says so.
const KEY = 'quarterturn-run-step'

/** Where the run of this page stands; null where there is none, and when the page is left in good order. */
export function noteStep(step: number | null): void {
  try {
    if (step === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, String(step))
  } catch {
    // A browser that keeps nothing cannot tell later.
  }
}

/** The step of a run that went with the page before, which was this one until it was loaded again; null where none did. */
export function lostStep(loadedAgain: boolean): number | null {
  try {
    const step = Number(sessionStorage.getItem(KEY))
    sessionStorage.removeItem(KEY)
    return loadedAgain && step > 0 ? step : null // a tab that was duplicated has a copy of the note, and its run goes on elsewhere
  } catch {
    return null
  }
}

/** By the person after a crash, or by the browser that had discarded the page. */
export function wasLoadedAgain(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return navigation?.type === 'reload' || ('wasDiscarded' in document && document.wasDiscarded === true)
}
