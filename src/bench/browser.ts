// The benches in a page: the command line opens it in Chromium and reads what it logs, one line of JSON an event.
import { parseConfig } from '../spec/parse-config.ts'
import { serveWorkers } from '../spec/worker-service.ts'
import type { BenchMessage, BenchRequest } from './device-worker.ts'
import { benchImport } from './import.ts'
import { PAGE_MEMORY, pageImport, pageMemory } from './import-page.ts'
import type { OtherBackend } from './other-backends.ts'
import type { BenchEvent } from './stage.ts'
import { benchStudio } from './studio.ts'
import { studioPage } from './studio-page.ts'

const emit = (event: BenchEvent) => console.log(JSON.stringify(event))
const progress = (done: number, total: number, words: string) => console.debug(JSON.stringify({ done, total, words }))

/** @param settings all of them as text, by name */
async function bench(
  kind: string,
  settings: Readonly<Record<string, string>>,
  rounds: number,
  others: readonly OtherBackend[],
): Promise<void> {
  const { config } = parseConfig(settings)
  if (kind === 'studio') return benchStudio(config, rounds, { ...studioPage, emit, progress })
  if (kind !== 'import') return benchDevice({ kind, config, rounds, others })
  const stage = { now: () => performance.now(), memory: pageMemory, prepare: await pageImport(config), emit: emit, progress }
  return benchImport(stage, PAGE_MEMORY)
}

/** In a Worker, as runs train in one: a page must not block on threads. */
function benchDevice(request: Omit<BenchRequest, 'service'>): Promise<void> {
  const { service } = serveWorkers()
  const worker = new Worker(new URL('./device-worker.ts', import.meta.url), { type: 'module' })
  return new Promise((done, failed) => {
    worker.onerror = ({ message }) => failed(new Error(message))
    worker.onmessage = ({ data }) => {
      if (data.type === 'event') emit(data.event)
      else if (data.type === 'progress') progress(data.done, data.total, data.words)
      else if (data.type === 'failed') failed(new Error(data.message))
      else done()
    }
    worker.postMessage({ ...request, service }, [service])
  })
}

Object.assign(globalThis, { bench })

/** What a browser provides; the type library of this layer does not declare it. */
declare const performance: { now(): number }
declare const console: { log(text: string): void; debug(text: string): void }
declare class URL {
  constructor(path: string, base: string)
}
declare class Worker {
  constructor(url: URL, options: { type: 'module' })
  onerror: ((error: { readonly message: string }) => void) | null
  onmessage: ((message: { readonly data: BenchMessage }) => void) | null
  postMessage(request: BenchRequest, transfer: object[]): void
}
