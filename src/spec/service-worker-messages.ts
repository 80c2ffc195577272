// What pages tell the service worker.

/** `use-this-version`: to the one that waits. `page-opened`: to the one that serves the page, once it is there. */
export type ServiceWorkerMessage = 'use-this-version' | 'page-opened'
