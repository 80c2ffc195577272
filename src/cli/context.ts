// What every command gets from the script that starts it.
import type { SoakSample } from '../bench/soak.ts'
import type { BenchEvent } from '../bench/stage.ts'

export interface BrowserBench {
  readonly kind: string
  readonly config: object
  readonly rounds: number
  /** Backends that are timed as well as WebGPU. */
  readonly others: readonly string[]
  /** A file or folder that is put into the page; null where the bench needs none. */
  readonly data: string | null
}

export interface Context {
  /** The project's own folder: built-in sets are read from it. */
  readonly root: string
  /** Runs a bench in a real browser and passes on the events that it emits. */
  readonly benchInBrowser?: (
    bench: BrowserBench,
    onEvent: (event: BenchEvent) => void,
    onProgress: (done: number, total: number, words: string) => void,
  ) => Promise<void>
  /** Trains in the built page, kills it in the middle of saves, and passes on an event for each kill. */
  readonly soakInBrowser?: (
    soak: { readonly steps: number; readonly kills: number },
    onEvent: (event: BenchEvent) => void,
    onProgress: (done: number, total: number, words: string) => void,
  ) => Promise<{ readonly samples: readonly SoakSample[]; readonly saved: number }>
}
