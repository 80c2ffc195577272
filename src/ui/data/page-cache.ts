// The pictures of the open set as far as they are or were just in sight, past React: asked of the trainer in pages, forgotten when others are looked at.
import type { TrainerEvent } from '../../protocol.ts'
import type { Pictures } from '../../spec/report.ts'
import { formatCount } from '../shared/format.ts'

/** Images a page: few, so that a filter that picks here and there does not fetch the whole set. */
export const PAGE = 64
/** Pages asked for at once: enough that the trainer never waits, few enough that what is in sight now soon has its turn. */
const UNDER_WAY = 3
/** Bytes of pictures kept beyond those in sight. */
export const KEPT_BYTES = 64 * 2 ** 20
/** Paths may come in hundreds of pages; who waits for them is told now and then. */
const TOLD_EVERY = 4096

export type ImagesEvent = Extract<TrainerEvent, { type: 'images' }>

export interface PageCache {
  /** Set `id` is open now. Of another set nothing is kept. */
  open(id: number, count: number): void
  /** What this view shows now; only that is asked for. */
  want(view: string, images: readonly number[]): void
  /** Read the paths of all images, when there is nothing better to do. */
  wantPaths(wanted: boolean): void
  take(event: ImagesEvent): void
  /** The page the image is on (it is number `image % PAGE` there), or null while it is not here. */
  picturesOf(image: number): Pictures | null
  pathOf(image: number): string | undefined
  /** Paths read so far, in large steps, so that lists are not filtered again for every page. */
  pathsRead(): number
  /** Calls back when pages came or went. Returns how to stop. */
  subscribe(listener: () => void): () => void
}

/** What is known of one set. */
interface Held {
  readonly id: number
  readonly count: number
  /** The page unseen for longest comes first. */
  readonly pages: Map<number, Pictures>
  readonly underWay: Set<number>
  readonly views: Map<string, readonly number[]>
  inSight: ReadonlySet<number>
  readonly paths: string[]
  readonly pathPages: Set<number>
}

function nothingOf(id: number, count: number): Held {
  const of = { pages: new Map(), underWay: new Set<number>(), views: new Map(), paths: [], pathPages: new Set<number>() }
  return { id, count, inSight: new Set(), ...of }
}

export function makePageCache(ask: (id: number, from: number, count: number) => void, keptBytes = KEPT_BYTES): PageCache {
  let held = nothingOf(0, 0)
  let pathsWanted = false
  const listeners = new Set<() => void>()

  function askForMore() {
    const { id, count, underWay } = held
    if (underWay.size >= UNDER_WAY) return
    for (const page of missingPages(held, pathsWanted)) {
      if (underWay.has(page)) continue
      underWay.add(page)
      ask(id, page * PAGE, Math.min(PAGE, count - page * PAGE))
      if (underWay.size >= UNDER_WAY) return
    }
  }

  const tell = () => {
    for (const listener of listeners) listener()
  }

  return {
    open(id, count) {
      if (id === held.id) return
      held = nothingOf(id, count)
      tell()
    },
    want(view, images) {
      held.views.set(view, images)
      look(held)
      askForMore()
    },
    wantPaths(wanted) {
      pathsWanted = wanted
      askForMore()
    },
    take({ id, from, pictures, paths }) {
      const page = from / PAGE
      if (id !== held.id || !held.underWay.delete(page)) return
      paths.forEach((path, i) => {
        held.paths[from + i] = path
      })
      held.pathPages.add(page)
      held.pages.set(page, pictures)
      forgetOldest(held, keptBytes)
      askForMore()
      tell()
    },
    picturesOf: (image) => held.pages.get(Math.floor(image / PAGE)) ?? null,
    pathOf: (image) => held.paths[image],
    pathsRead() {
      const read = Math.min(held.pathPages.size * PAGE, held.count)
      return read === held.count ? read : Math.floor(read / TOLD_EVERY) * TOLD_EVERY
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What is in sight comes before what only its paths are wanted of. */
function* missingPages({ count, pages, inSight, pathPages }: Held, pathsWanted: boolean): Generator<number> {
  for (const page of inSight) if (!pages.has(page)) yield page
  if (!pathsWanted) return
  for (let page = 0; page * PAGE < count; page++) if (!pathPages.has(page)) yield page
}

function look(held: Held) {
  const { pages, views } = held
  held.inSight = new Set([...views.values()].flat().map((image) => Math.floor(image / PAGE)))
  for (const page of held.inSight) {
    const pictures = pages.get(page)
    if (pictures === undefined) continue
    pages.delete(page) // to the end: just seen
    pages.set(page, pictures)
  }
}

function forgetOldest({ pages, inSight }: Held, keptBytes: number) {
  let bytes = 0
  for (const [page, { pixels }] of pages) if (!inSight.has(page)) bytes += pixels.length
  for (const [page, { pixels }] of pages) {
    if (bytes <= keptBytes) return
    if (inSight.has(page)) continue
    pages.delete(page)
    bytes -= pixels.length
  }
}

/** Its path, or its number while the path is not known. */
export function nameOfImage(cache: PageCache, image: number): string {
  return cache.pathOf(image) ?? `Image ${formatCount(image + 1)}`
}
