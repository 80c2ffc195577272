// The page's side of the service worker: registers it, learns of a new version, and takes it up only when a person says so. A page that is open
// keeps the files of its own version until then.
import type { ServiceWorkerMessage } from '../../spec/service-worker-messages.ts'

export interface Updates {
  /** Calls back when a new version is there, once for each. */
  onNew(listener: () => void): void
  /** Calls back when the page comes under a service worker after it was loaded without one. */
  onFirstControl(listener: () => void): void
  /** Makes the new version the one in use, and loads the page anew. */
  use(): void
}

/** The parts of the browser that are used here. */
export interface UpdateHost {
  readonly container: Pick<ServiceWorkerContainer, 'controller' | 'ready' | 'register' | 'addEventListener'>
  reload(): void
}

/**
 * Browsers ask for a new version when a page is opened or loads something, which a page that trains for days does not, and they ask for all pages at
 * once: an answer from before a new version was put on the host serves for questions that came after it.
 */
const ASK_AGAIN_MS = 3_600_000

export function watchUpdates({ container, reload }: UpdateHost, address: string): Updates {
  let registration: ServiceWorkerRegistration | null = null
  let onNew = () => {}
  let onFirstControl = () => {}
  const wasControlled = container.controller !== null
  const tell = (worker: ServiceWorker | null | undefined, message: ServiceWorkerMessage) => worker?.postMessage(message)

  function watchInstalling(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker === registration?.waiting) onNew()
    })
  }

  async function register(): Promise<void> {
    await container.register(address)
    const ready = await container.ready
    registration = ready
    ready.addEventListener('updatefound', () => watchInstalling(ready.installing))
    watchInstalling(ready.installing)
    if (ready.waiting) onNew()
    setInterval(() => ready.update().catch(() => {}), ASK_AGAIN_MS) // with no network the next time serves
    tell(container.controller, 'page-opened')
  }

  if (!wasControlled) container.addEventListener('controllerchange', () => onFirstControl(), { once: true })
  // Where it is forbidden, as in some private windows, the page works without.
  register().catch((error: unknown) => console.info('The page will not work offline:', error))

  return {
    onNew(listener) {
      onNew = listener
    },
    onFirstControl(listener) {
      onFirstControl = listener
    },
    use() {
      const waiting = registration?.waiting
      if (!waiting) return reload() // another tab has made it the one in use
      container.addEventListener('controllerchange', reload, { once: true })
      tell(waiting, 'use-this-version')
    },
  }
}
