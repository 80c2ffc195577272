// One IntersectionObserver for everything that draws: it remembers what is on screen, so that a new picture is drawn at once.

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

/** Calls back with whether the element is on screen, now and whenever that changes. Returns how to stop. */
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

/** The element stays watched until it leaves the page: the next picture is drawn on it without waiting for the observer. */
function stop(element: Element, listener: Listener) {
  const entry = watched.get(element)
  entry?.listeners.delete(listener)
  setTimeout(() => {
    if (element.isConnected || watched.get(element)?.listeners.size !== 0) return
    observer?.unobserve(element)
    watched.delete(element)
  }, 0)
}
