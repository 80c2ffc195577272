// Small pictures of the studio (corners, stars, what lies between on the pad): drawn a few at a time by the Worker that draws the large one, which goes
// before them, and kept until the generator is another one.
import type { EditedBlend } from '../../../spec/blends.ts'
import type { Pictures } from '../../../spec/image-block.ts'
import type { Drawings, DrawnWith } from '../../drawing/drawings.ts'
import { onePicture } from '../../shared/pixels-of.ts'

const CLIENT = 'studio-small'

/** Few, so that a picture that is dragged does not wait long for these. */
const BATCH = 4

/** Pictures that nobody shows now are kept up to this many. */
const MAX_KEPT = 256

export interface Thumbnails {
  /** What draws from now on. @param step of its generator: with another one all are drawn anew, the last ones stay until then */
  drawWith(drawnWith: DrawnWith, step: number | null): void
  /** The picture is drawn as long as somebody wants it, those with `early` first. Returns what ends it. */
  want(key: string, early: boolean): () => void
  /** The last one that was drawn; null before. */
  pictureOf(key: string): Pictures | null
  /** While held, those without `early` wait: the Worker has better things to do. */
  hold(held: boolean): void
  subscribe(listener: () => void): () => void
  /** Draws until what it returns is called. */
  start(): () => void
}

/** A blend as a key: what `want` and `pictureOf` take. */
export const thumbnailKey = (blend: EditedBlend): string => JSON.stringify(blend)

interface Wanted {
  readonly early: boolean
  count: number
}

interface Drawn {
  /** Null: it could not be drawn. */
  readonly pictures: Pictures | null
  /** Of the generator that drew it. */
  readonly source: string
}

export function makeThumbnails(drawings: Pick<Drawings, 'draw' | 'stop' | 'view' | 'subscribe'>): Thumbnails {
  let drawnWith: DrawnWith | null = null
  let source = ''
  let started = false
  let held = false
  let inFlight: { readonly keys: readonly string[]; readonly source: string } | null = null
  const wanted = new Map<string, Wanted>()
  /** In the order in which they were drawn. */
  const drawn = new Map<string, Drawn>()
  const listeners = new Set<() => void>()

  function next(): readonly string[] {
    const missing = [...wanted].filter(([key]) => drawn.get(key)?.source !== source)
    const early = missing.filter(([, { early }]) => early)
    const now = early.length > 0 || held ? early : missing
    return now.slice(0, BATCH).map(([key]) => key)
  }

  function ask() {
    if (!started || drawnWith === null || inFlight !== null) return
    const keys = next()
    if (keys.length === 0) return drawings.stop(CLIENT)
    inFlight = { keys, source }
    drawings.draw(CLIENT, { with: drawnWith, points: keys.map((key): EditedBlend => JSON.parse(key)), eased: false })
  }

  function receive() {
    const { arrived, pictures, problem } = drawings.view(CLIENT)
    if (inFlight === null || !(arrived || problem !== null)) return
    const { keys, source: of } = inFlight
    inFlight = null
    for (const [i, key] of keys.entries()) {
      const last = drawn.get(key)?.pictures ?? null
      drawn.delete(key)
      drawn.set(key, { pictures: arrived && pictures ? onePicture(pictures, i) : last, source: of })
    }
    forgetUnwanted()
    for (const listener of listeners) listener()
    ask()
  }

  function forgetUnwanted() {
    const unwanted = [...drawn.keys()].filter((key) => !wanted.has(key))
    for (const key of unwanted.slice(0, Math.max(0, drawn.size - MAX_KEPT))) drawn.delete(key)
  }

  return {
    drawWith(other, step) {
      drawnWith = other
      source = JSON.stringify([other, step])
      ask()
    },
    want(key, early) {
      const known = wanted.get(key)
      if (known) known.count++
      else wanted.set(key, { early, count: 1 })
      ask()
      return () => {
        const left = wanted.get(key)
        if (left && --left.count === 0) wanted.delete(key)
      }
    },
    pictureOf: (key) => drawn.get(key)?.pictures ?? null,
    hold(isHeld) {
      held = isHeld
      ask()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      const unsubscribe = drawings.subscribe(CLIENT, receive)
      started = true
      ask()
      return () => {
        started = false
        inFlight = null
        unsubscribe()
        drawings.stop(CLIENT)
      }
    },
  }
}
