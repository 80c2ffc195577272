// The service worker: keeps all files of the page in this browser, so that the page works with no network, and adds the security headers where
// the host sends none. A new version waits until a person chooses it (ui/app/updates.ts) or until no page is open. Pages of the version before
// keep their files for as long as they are open.
import { PrecacheController } from 'workbox-precaching'
import { SECURITY_HEADERS } from '../../scripts/lib/content-security.mjs'
import type { ServiceWorkerMessage } from '../spec/service-worker-messages.ts'
import { withHeaders } from './with-headers.ts'

declare const self: ServiceWorkerGlobalScope

/**
 * All versions share one cache: files that did not change are not fetched again. The headers are added before a file is kept, so that a kept
 * response is passed on as it is.
 */
const files = new PrecacheController({
  plugins: [{ cacheWillUpdate: async ({ response }) => (response.ok ? withHeaders(response, SECURITY_HEADERS) : null) }],
})
files.addToCacheList(self.__WB_MANIFEST)

self.addEventListener('install', (event) => void files.install(event))

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver(event))
})

self.addEventListener('message', (event) => {
  const message: ServiceWorkerMessage = event.data
  switch (message) {
    case 'use-this-version':
      return event.waitUntil(self.skipWaiting())
    case 'page-opened':
      return event.waitUntil(deleteOldFiles(event, 1)) // that page
    default:
      message satisfies never
  }
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method === 'GET' && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request))
})

async function takeOver(event: ExtendableEvent): Promise<void> {
  await deleteOldFiles(event, 0)
  await self.clients.claim() // the first page is open before there is a service worker
}

/** Other pages may be of the version before. */
async function deleteOldFiles(event: ExtendableEvent, ownPages: number): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const { installing, waiting } = self.registration
  if (pages.length <= ownPages && !installing && !waiting) await files.activate(event)
}

async function answer(request: Request): Promise<Response> {
  const address = addressOf(request)
  const cache = await self.caches.open(files.strategy.cacheName)
  const kept = await cache.match(files.getCacheKeyForURL(address) ?? address)
  return kept ?? withHeaders(await fetch(request), SECURITY_HEADERS)
}

/** The page is one file, whatever follows `?` in its address. */
function addressOf({ mode, url }: Request): string {
  const page = new URL(self.registration.scope)
  return mode === 'navigate' && new URL(url).pathname === page.pathname ? new URL('index.html', page).href : url
}
