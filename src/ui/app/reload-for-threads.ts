// The first visit to a host that sends no headers: WebAssembly has one thread, since the page is not isolated from others. Once the service worker
// adds the headers, loading the page anew gives it all threads. That is done where it helps, and only while a person has done nothing yet.
import { runExists } from '../train/run-slice.ts'
import { leavingLoses } from './leaving.ts'
import type { State, Store } from './store.ts'
import type { UpdateHost, Updates } from './updates.ts'

/** What the browser says of the page. */
export interface PageFacts {
  readonly isolated: boolean
  readonly cores: number
  /** The person has clicked or typed. */
  readonly touched: boolean
}

/** Null: not known yet, since the device is still being chosen. */
export function gainsThreads(state: Pick<State, 'run' | 'data' | 'keep'>, { isolated, cores, touched }: PageFacts): boolean | null {
  const { run } = state
  if (isolated || touched || runExists(run.state) || leavingLoses(state)) return false
  return run.device && run.device.backend === 'wasm' && run.device.threads === 1 && cores > 1
}

export function reloadForThreads(updates: Updates, store: Store, read: () => PageFacts, reload: UpdateHost['reload']): void {
  updates.onFirstControl(() => {
    const decide = () => {
      const gains = gainsThreads(store.getState(), read())
      if (gains === null) return
      stop()
      if (gains) reload()
    }
    const stop = store.subscribe(decide)
    decide()
  })
}
