// The bench of the studio in a page: through the page's own Workers and their messages.
import type { Command, TrainerEvent } from '../protocol.ts'
import type { FromDrawing, ToDrawing } from '../spec/drawing.ts'
import { serveWorkers } from '../spec/worker-service.ts'
import type { StudioStage, WorkerPort } from './studio.ts'

/** What a browser provides; the type library of this layer does not declare it. */
declare class Worker {
  constructor(url: URL, options: { type: 'module' })
  onmessage: ((message: { data: never }) => void) | null
  onerror: ((error: { readonly message: string }) => void) | null
  postMessage(message: object, transfer?: object[]): void
  terminate(): void
}
declare class URL {
  constructor(path: string, base: string)
  readonly href: string
}
declare const location: { readonly href: string }
declare const performance: { now(): number }
declare function setTimeout(task: () => void, milliseconds: number): unknown

export const studioPage: Omit<StudioStage, 'emit' | 'progress'> = {
  backends: ['wasm', 'webgpu'],
  now: () => performance.now(),
  later: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  openTrainer,
  openDrawing,
}

async function openTrainer(backend: 'webgpu' | 'wasm') {
  const worker = new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module' })
  const { service, end } = serveWorkers()
  worker.postMessage(service, [service])
  const port = portOf<Command, TrainerEvent>(worker, end)
  const device = new Promise<string>((resolve, reject) => {
    port.listen((event) => {
      if (event.type === 'device') resolve(`${event.device.name}${event.device.threads > 1 ? `, ${event.device.threads} threads` : ''}`)
      if (event.type === 'failed') reject(new Error(event.failure.message))
    })
  })
  port.send({ type: 'boot', backend, base: new URL('/', location.href).href })
  try {
    return { trainer: port, name: await device }
  } catch (error) {
    port.end()
    throw error
  }
}

function openDrawing(): WorkerPort<ToDrawing, FromDrawing> {
  return portOf(new Worker(new URL('../worker/drawing-worker.ts', import.meta.url), { type: 'module' }), () => undefined)
}

function portOf<Sent extends object, Received>(worker: Worker, onEnd: () => void): WorkerPort<Sent, Received> {
  return {
    send: (message) => worker.postMessage(message),
    listen(listener) {
      worker.onmessage = ({ data }) => listener(data)
    },
    end() {
      worker.terminate()
      onEnd()
    },
  }
}
