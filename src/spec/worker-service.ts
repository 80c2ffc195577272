// The page creates the Workers that its trainer needs, and those that these need themselves. Inside a Worker, Firefox 153 sometimes never returns
// from `new Worker`, and the calling Worker hangs for ever; in the page this does not happen.
import { locked } from './locked-worker.ts'
import { messageOf } from './words.ts'

/** One end of a MessageChannel. */
export interface Port<Sent, Received> {
  onmessage: ((message: { readonly data: Received }) => void) | null
  postMessage(message: Sent, transfer?: object[]): void
  close(): void
}

export type WorkerKind = 'import' | 'analysis' | 'wasm-thread' | 'svg' | 'export'

/** From a Worker that needs others; it numbers its own. */
type WorkerRequest =
  /** `port` is for the new Worker; the requesting one keeps the other end. */
  | { readonly type: 'make'; readonly id: number; readonly kind: WorkerKind; readonly port: object }
  | { readonly type: 'end'; readonly id: number }

/** Sent where a Worker cannot be created, or fails. */
interface WorkerFailure {
  readonly id: number
  readonly message: string
}

/** Through which a Worker requests others from the page. */
export type WorkerService = Port<WorkerRequest, WorkerFailure>

/** The first message to a Worker that the page made, and the only one from the page. */
export interface WorkerStart<Sent, Received> {
  /** To the Worker that requested it. */
  readonly port: Port<Sent, Received>
  readonly service: WorkerService
}

/** What the page needs of a Worker. */
export interface ServedWorker {
  onerror: ((event: { readonly message?: string; preventDefault(): void }) => void) | null
  postMessage(message: object, transfer: object[]): void
  terminate(): void
}

/** What a browser provides; the type library of this layer does not declare it. */
declare class BrowserWorker implements ServedWorker {
  constructor(url: URL, options: { readonly type: 'module'; readonly name: WorkerKind })
  onerror: ServedWorker['onerror']
  postMessage(message: object, transfer: object[]): void
  terminate(): void
}
declare const self: { readonly Worker: typeof BrowserWorker }
declare class URL {
  constructor(path: string, base: string)
}
declare class MessageChannel {
  readonly port1: Port<WorkerFailure, WorkerRequest>
  readonly port2: WorkerService
}
declare global {
  interface ImportMeta {
    readonly url: string
  }
}

/** Vite finds the scripts only where each is written out like this. */
function makeWorker(kind: WorkerKind): ServedWorker {
  const Worker = locked(self.Worker)
  switch (kind) {
    case 'import':
      return new Worker(new URL('../worker/import-worker.ts', import.meta.url), { type: 'module', name: 'import' })
    case 'analysis':
      return new Worker(new URL('../worker/analysis-worker.ts', import.meta.url), { type: 'module', name: 'analysis' })
    case 'wasm-thread':
      return new Worker(new URL('../worker/wasm-thread.ts', import.meta.url), { type: 'module', name: 'wasm-thread' })
    case 'svg':
      return new Worker(new URL('../worker/svg-thread.ts', import.meta.url), { type: 'module', name: 'svg' })
    case 'export':
      return new Worker(new URL('../worker/export-worker.ts', import.meta.url), { type: 'module', name: 'export' })
    default:
      return kind satisfies never
  }
}

/** `service` is for one Worker; `end` ends all Workers that it requested. */
export function serveWorkers(make: (kind: WorkerKind) => ServedWorker = makeWorker): { readonly service: WorkerService; end(): void } {
  const { port1, port2 } = new MessageChannel()
  /** Ends each of them. */
  const ends = new Map<number, () => void>()
  const start = ({ id, kind, port }: Extract<WorkerRequest, { type: 'make' }>) => {
    const worker = make(kind)
    const own = serveWorkers(make)
    ends.set(id, () => {
      worker.terminate()
      own.end()
    })
    worker.onerror = (event) => {
      event.preventDefault()
      port1.postMessage({ id, message: event.message ?? 'its script could not be loaded' })
    }
    worker.postMessage({ port, service: own.service }, [port, own.service])
  }
  port1.onmessage = ({ data }) => {
    if (data.type === 'make') {
      try {
        start(data)
      } catch (error) {
        port1.postMessage({ id: data.id, message: messageOf(error) })
      }
      return
    }
    ends.get(data.id)?.()
    ends.delete(data.id)
  }
  return {
    service: port2,
    end() {
      port1.close()
      for (const end of ends.values()) end()
    },
  }
}
