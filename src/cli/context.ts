// What every command gets from the script that starts it.
import type { SoakSample } from '../bench/soak/training.ts'
import type { BenchEvent } from '../bench/stage.ts'
import type { FilmTarget } from '../export/film/frame.ts'
import type { FilmInBrowser } from '../export/film/in-browser.ts'
import type { FilmPlan } from '../spec/films.ts'
import type { Pictures } from '../spec/image-block.ts'

export interface BrowserBench {
  readonly kind: string
  readonly config: object
  readonly rounds: number
  /** Backends that are timed as well as WebGPU. */
  readonly others: readonly string[]
  /** A file or folder that is put into the page; null where the bench needs none. */
  readonly data: string | null
}

/** Of a page in the middle of a save. */
export interface Kill {
  readonly kill: number
  readonly what: 'renderer' | 'browser'
  /** The operation on a file in which it stood. */
  readonly point: string
  /** The step of the last save that was complete, the last step that was made, and the step at which it was reopened. */
  readonly saved: number
  readonly made: number
  readonly reopened: number
}

/** As encodeFilm, in a page. What `frames` and `target` throw is passed on. */
export type BrowserEncoder = (
  frames: AsyncIterable<Pictures>,
  plan: FilmPlan,
  target: FilmTarget,
  onProgress: (share: number) => void,
) => Promise<FilmInBrowser>

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
    onKill: (kill: Kill) => void,
    onProgress: (done: number, total: number, words: string) => void,
  ) => Promise<{ readonly samples: readonly SoakSample[]; readonly saved: number }>
  /** Encodes films in a real browser; null where there is none. */
  readonly browserEncoder?: () => BrowserEncoder | null
}
