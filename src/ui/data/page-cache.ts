// The pictures of the open set as far as they are or were just in sight, past React: asked of the trainer in pages, forgotten when others are looked at.
import type { TrainerEvent } from '../../protocol.ts'
import type { Pictures } from '../../spec/report.ts'
import { formatCount } from '../shared/format.ts'

/** Images a page: few, so that a filter that picks here and there does not fetch the whole set. */
export const PAGE = 64
/** Pages asked for at once: enough that the trainer never waits, few enough that what is in sight now soon has its turn. */
const MAX_REQUESTS = 3
/** Bytes of pictures kept beyond those in sight. */
export const KEPT_BYTES = 64 * 2 ** 20
/** Paths may come in hundreds of pages; who waits for them is told now and then. */
const NOTIFY_EVERY = 4096

export type ImagesEvent = Extract<TrainerEvent, { type: 'images' }>

export interface PageCache {
  /** Set `id` is open now. Of another set nothing is kept. */
  open(id: number, count: number): void
  /** What this view shows now; only that is asked for. */
  want(view: string, images: readonly number[]): void
  /** Read the paths of all images, when there is nothing better to do. */
  wantPaths(wanted: boolean): void
  receive(event: ImagesEvent): void
  /** The page the image is on (it is number `image % PAGE` there), or null while it is not here. */
  picturesOf(image: number): Pictures | null
  pathOf(image: number): string | undefined
  /** Paths read so far, in large steps, so that lists are not filtered again for every page. */
  pathsRead(): number
  /** Calls back when pages came or went. Returns how to stop. */
  subscribe(listener: () => void): () => void
}

/** What is known of one set. */
interface SetPages {
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

function noPages(id: number, count: number): SetPages {
  const of = { pages: new Map(), underWay: new Set<number>(), views: new Map(), paths: [], pathPages: new Set<number>() }
  return { id, count, inSight: new Set(), ...of }
}

export function makePageCache(ask: (id: number, from: number, count: number) => void, keptBytes = KEPT_BYTES): PageCache {
  let current = noPages(0, 0)
  let pathsWanted = false
  const listeners = new Set<() => void>()

  function askForMore() {
    const { id, count, underWay } = current
    if (underWay.size >= MAX_REQUESTS) return
    for (const page of missingPages(current, pathsWanted)) {
      if (underWay.has(page)) continue
      underWay.add(page)
      ask(id, page * PAGE, Math.min(PAGE, count - page * PAGE))
      if (underWay.size >= MAX_REQUESTS) return
    }
  }

  const notify = () => {
    for (const listener of listeners) listener()
  }

  return {
    open(id, count) {
      if (id === current.id) return
      current = noPages(id, count)
      notify()
    },
    want(view, images) {
      current.views.set(view, images)
      updateInSight(current)
      askForMore()
    },
    wantPaths(wanted) {
      pathsWanted = wanted
      askForMore()
    },
    receive({ id, from, pictures, paths }) {
      const page = from / PAGE
      if (id !== current.id || !current.underWay.delete(page)) return
      paths.forEach((path, i) => {
        current.paths[from + i] = path
      })
      current.pathPages.add(page)
      current.pages.set(page, pictures)
      forgetOldest(current, keptBytes)
      askForMore()
      notify()
    },
    picturesOf: (image) => current.pages.get(Math.floor(image / PAGE)) ?? null,
    pathOf: (image) => current.paths[image],
    pathsRead() {
      const read = Math.min(current.pathPages.size * PAGE, current.count)
      return read === current.count ? read : Math.floor(read / NOTIFY_EVERY) * NOTIFY_EVERY
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What is in sight comes before what only its paths are wanted of. */
function* missingPages({ count, pages, inSight, pathPages }: SetPages, pathsWanted: boolean): Generator<number> {
  for (const page of inSight) if (!pages.has(page)) yield page
  if (!pathsWanted) return
  for (let page = 0; page * PAGE < count; page++) if (!pathPages.has(page)) yield page
}

function updateInSight(current: SetPages) {
  const { pages, views } = current
  current.inSight = new Set([...views.values()].flat().map((image) => Math.floor(image / PAGE)))
  for (const page of current.inSight) {
    const pictures = pages.get(page)
    if (pictures === undefined) continue
    pages.delete(page) // to the end: just seen
    pages.set(page, pictures)
  }
}

function forgetOldest({ pages, inSight }: SetPages, keptBytes: number) {
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
