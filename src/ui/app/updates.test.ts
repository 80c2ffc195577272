// The page's side of the service worker, against a stand-in for the browser's registration.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchUpdates } from './updates.ts'

class FakeWorker extends EventTarget {
  readonly heard: unknown[] = []
  postMessage(message: unknown): void {
    this.heard.push(message)
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null
  waiting: FakeWorker | null = null
  online = true
  published = false

  /** The page asks whether there is a new version. */
  async update(): Promise<void> {
    if (!this.online) throw new TypeError('Failed to update a ServiceWorker')
    if (this.published) this.find()
    this.published = false
  }

  /** A new version is found, fetched, and waits. */
  find(): FakeWorker {
    const worker = new FakeWorker()
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    this.installing = null
    this.waiting = worker
    worker.dispatchEvent(new Event('statechange'))
    return worker
  }
}

/** A page with its service worker; `controlled`: it came through one. */
async function open(controlled: boolean, registration = new FakeRegistration()) {
  const active = new FakeWorker()
  const container = Object.assign(new EventTarget(), {
    controller: controlled ? active : null,
    ready: Promise.resolve(registration),
    register: async () => registration,
  })
  const happened: string[] = []
  const host = { container: container as unknown as ServiceWorkerContainer, reload: () => void happened.push('reload') }
  const updates = watchUpdates(host, 'service-worker.js')
  updates.onNew(() => void happened.push('new'))
  updates.onFirstControl(() => void happened.push('control'))
  await new Promise((done) => setTimeout(done)) // it has registered by then
  const control = () => container.dispatchEvent(new Event('controllerchange'))
  return { updates, registration, active, happened, control }
}

test('a new version is told, and used only when asked: it takes over, then the page is loaded anew', async () => {
  const { updates, registration, active, happened, control } = await open(true)
  expect([active.heard, happened]).toEqual([['page-opened'], []])
  const worker = registration.find()
  expect([worker.heard, happened]).toEqual([[], ['new']])
  updates.use()
  expect([worker.heard, happened]).toEqual([['use-this-version'], ['new']])
  control()
  expect(happened).toEqual(['new', 'reload'])
})

test('a page does not reload because another one has made the new version the one in use', async () => {
  const { updates, registration, happened, control } = await open(true)
  registration.find()
  registration.waiting = null
  control()
  expect(happened).toEqual(['new'])
  updates.use()
  expect(happened).toEqual(['new', 'reload'])
})

test('a version that waited before the page was opened is told too', async () => {
  const registration = new FakeRegistration()
  registration.waiting = new FakeWorker()
  expect((await open(true, registration)).happened).toEqual(['new'])
})

test('only a page that was loaded without a service worker is told that it has come under one', async () => {
  for (const controlled of [false, true]) {
    const { happened, control } = await open(controlled)
    control()
    control()
    expect(happened).toEqual(controlled ? [] : ['control'])
  }
})

test('a page that stays open learns of a new version within an hour, or of the network being there again', async () => {
  const { registration, happened } = await open(true)
  const hour = () => vi.advanceTimersByTimeAsync(3_600_000)
  await hour()
  registration.published = true
  registration.online = false
  await hour()
  expect(happened).toEqual([])
  registration.online = true
  await hour()
  await hour()
  expect(happened).toEqual(['new'])
})
