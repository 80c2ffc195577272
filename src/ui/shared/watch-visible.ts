// One IntersectionObserver for all canvases; it remembers what is visible, so that a new picture is drawn at once.

type Listener = (visible: boolean) => void

interface Watched {
  readonly listeners: Set<Listener>
  visible: boolean
}

const watched = new Map<Element, Watched>()
let observer: IntersectionObserver | undefined

function report(entries: readonly IntersectionObserverEntry[]) {
  for (const { target, isIntersecting } of entries) {
    const entry = watched.get(target)
    if (!entry) continue
    entry.visible = isIntersecting
    for (const listener of entry.listeners) listener(isIntersecting)
  }
}

/** Calls back with whether the element is visible, now and on changes. Returns the function that stops watching. */
export function watchVisible(element: Element, listener: Listener): () => void {
  observer ??= new IntersectionObserver(report, { rootMargin: '100px' })
  const known = watched.get(element)
  if (known) {
    known.listeners.add(listener)
    listener(known.visible)
  } else {
    watched.set(element, { listeners: new Set([listener]), visible: false })
    observer.observe(element)
  }
  return () => stop(element, listener)
}

/** Keeps observing until the element is removed: a re-rendered picture then draws without waiting for the observer. */
function stop(element: Element, listener: Listener) {
  const entry = watched.get(element)
  entry?.listeners.delete(listener)
  setTimeout(() => {
    if (element.isConnected || watched.get(element)?.listeners.size !== 0) return
    observer?.unobserve(element)
    watched.delete(element)
  }, 0)
}
