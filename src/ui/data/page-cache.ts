// A cache of the open set's pictures outside React: requested from the trainer in pages, the least recently seen ones evicted first.
import type { TrainerEvent } from '../../protocol.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { formatCount } from '../shared/format.ts'

/** Images per page: few, so that a filter with scattered results does not fetch the whole set. */
export const PAGE = 64
/** Requests in flight: enough to keep the trainer busy, few enough that newly visible pages come soon. */
const MAX_REQUESTS = 3
/** Bytes of pictures kept beyond the visible ones. */
const KEPT_BYTES = 64 * 2 ** 20
/** Paths may come in hundreds of pages: `pathsRead` grows in steps of this size. */
const NOTIFY_EVERY = 4096

type ImagesEvent = Extract<TrainerEvent, { type: 'images' }>

export interface PageCache {
  /** Set `id` is now open; everything of another set is dropped. */
  open(id: number, count: number): void
  /** The images this view shows now; only those are requested. */
  want(view: string, images: readonly number[]): void
  /** Read the paths of all images, after the visible pages. */
  wantPaths(wanted: boolean): void
  receive(event: ImagesEvent): void
  /** The page of the image (its index there is `image % PAGE`), or null while it is not loaded. */
  picturesOf(image: number): Pictures | null
  pathOf(image: number): string | undefined
  /** Paths read so far, in coarse steps, so that lists are not filtered again for every page. */
  pathsRead(): number
  /** Calls back when pages arrive or are evicted. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void
}

/** The loaded part of one set. */
interface SetPages {
  readonly id: number
  readonly count: number
  /** In the order of last use, the oldest first. */
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

export function makePageCache(request: (id: number, from: number, count: number) => void, keptBytes = KEPT_BYTES): PageCache {
  let current = noPages(0, 0)
  let pathsWanted = false
  const listeners = new Set<() => void>()

  function requestMissing() {
    const { id, count, underWay } = current
    if (underWay.size >= MAX_REQUESTS) return
    for (const page of missingPages(current, pathsWanted)) {
      if (underWay.has(page)) continue
      underWay.add(page)
      request(id, page * PAGE, Math.min(PAGE, count - page * PAGE))
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
      requestMissing()
    },
    wantPaths(wanted) {
      pathsWanted = wanted
      requestMissing()
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
      requestMissing()
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

/** Visible pages first, then those of which only the paths are needed. */
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
    pages.delete(page) // moves it to the end: most recently used
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
