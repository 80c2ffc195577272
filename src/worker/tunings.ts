// Stores in the browser's cache storage, which keeps text by address, what was measured on this machine: the fastest kernel variants, and the time
// of steps.
import type { TuningStore } from '../tensor/tuning.ts'

export const browserTunings = createStore('tunings')

/** For this version of the browser: another one may be faster. */
export const browserStepTimes = createStore('step-times', navigator.userAgent)

function createStore(kind: string, version = ''): TuningStore {
  const open = () => caches.open(`quarterturn-${kind}`)
  /** Never requested from the server: the keys of a cache have to be addresses. */
  const addressOf = (adapter: string) => new URL(`${kind}?adapter=${encodeURIComponent(adapter + version)}`, self.location.origin)
  return {
    load: async (adapter) => (await (await open()).match(addressOf(adapter)))?.json(),
    save: async (adapter, choices) => (await open()).put(addressOf(adapter), Response.json(choices)),
  }
}
