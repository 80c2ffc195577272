// The pictures of the open set as far as they are or were just in sight, past React: asked of the trainer in pages, forgotten when others are looked at.
import type { TrainerEvent } from '../../protocol.ts'
import type { Pictures } from '../../spec/report.ts'

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

export function makePageCache(ask: (id: number, from: number, count: number) => void, keptBytes = KEPT_BYTES): PageCache {
  let id = 0
  let count = 0
  /** The longest unseen page comes first. */
  const pages = new Map<number, Pictures>()
  const underWay = new Set<number>()
  const views = new Map<string, readonly number[]>()
  const listeners = new Set<() => void>()
  let inSight = new Set<number>()
  let paths: string[] = []
  let pathPages = new Set<number>()
  let pathsWanted = false

  function* missing(): Generator<number> {
    for (const page of inSight) if (!pages.has(page)) yield page
    if (!pathsWanted) return
    for (let page = 0; page * PAGE < count; page++) if (!pathPages.has(page)) yield page
  }

  function askForMore() {
    if (underWay.size >= UNDER_WAY) return
    for (const page of missing()) {
      if (underWay.has(page)) continue
      underWay.add(page)
      ask(id, page * PAGE, Math.min(PAGE, count - page * PAGE))
      if (underWay.size >= UNDER_WAY) return
    }
  }

  function look() {
    inSight = new Set([...views.values()].flat().map((image) => Math.floor(image / PAGE)))
    for (const page of inSight) {
      const pictures = pages.get(page)
      if (pictures === undefined) continue
      pages.delete(page) // to the end: just seen
      pages.set(page, pictures)
    }
    askForMore()
  }

  function forgetOldest() {
    let bytes = 0
    for (const [page, { pixels }] of pages) if (!inSight.has(page)) bytes += pixels.length
    for (const [page, { pixels }] of pages) {
      if (bytes <= keptBytes) return
      if (inSight.has(page)) continue
      pages.delete(page)
      bytes -= pixels.length
    }
  }

  const tell = () => {
    for (const listener of listeners) listener()
  }

  return {
    open(nextId, nextCount) {
      if (nextId === id) return
      id = nextId
      count = nextCount
      pages.clear()
      underWay.clear()
      paths = []
      pathPages = new Set()
      views.clear()
      inSight = new Set()
      tell()
    },
    want(view, images) {
      views.set(view, images)
      look()
    },
    wantPaths(wanted) {
      pathsWanted = wanted
      askForMore()
    },
    take(event) {
      const page = event.from / PAGE
      if (event.id !== id || !underWay.delete(page)) return
      event.paths.forEach((path, i) => {
        paths[event.from + i] = path
      })
      pathPages.add(page)
      pages.set(page, event.pictures)
      forgetOldest()
      askForMore()
      tell()
    },
    picturesOf: (image) => pages.get(Math.floor(image / PAGE)) ?? null,
    pathOf: (image) => paths[image],
    pathsRead() {
      const read = Math.min(pathPages.size * PAGE, count)
      return read === count ? read : Math.floor(read / TOLD_EVERY) * TOLD_EVERY
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
