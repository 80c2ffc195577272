// Remembers in the browser's cache storage, which keeps text by address, what tuning found out on this machine.
import type { TuningStore } from '../tensor/tuning.ts'

const CACHE = 'quarterturn-tunings'

export const browserTunings: TuningStore = {
  async load(adapter) {
    const cache = await caches.open(CACHE)
    return (await cache.match(addressOf(adapter)))?.json()
  },
  async save(adapter, choices) {
    const cache = await caches.open(CACHE)
    await cache.put(addressOf(adapter), Response.json(choices))
  },
}

/** Never asked of the server: a cache wants its keys to look so. */
function addressOf(adapter: string): URL {
  return new URL(`tunings?adapter=${encodeURIComponent(adapter)}`, self.location.origin)
}
