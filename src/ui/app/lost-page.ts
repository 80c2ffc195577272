// Detects a page that the browser ended (out of memory, or a crash) together with its run, so that the reloaded page can say so.
const KEY = 'quarterturn-run-step'

/** Records the current step of the run; null when there is none, and when the page is left normally. */
export function noteStep(step: number | null): void {
  try {
    if (step === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, String(step))
  } catch {
    // Without storage the loss cannot be detected.
  }
}

/** The step at which the previous page lost its run, if this is a reload of that page; else null. */
export function lostStep(loadedAgain: boolean): number | null {
  try {
    const step = Number(sessionStorage.getItem(KEY))
    sessionStorage.removeItem(KEY)
    return loadedAgain && step > 0 ? step : null // a duplicated tab copies sessionStorage, but its run continues in the original
  } catch {
    return null
  }
}

/** Reloaded by the person after a crash, or by the browser after discarding the page. */
export function wasLoadedAgain(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return navigation?.type === 'reload' || ('wasDiscarded' in document && document.wasDiscarded === true)
}
