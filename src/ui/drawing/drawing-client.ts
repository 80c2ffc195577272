// The page's end of the drawing Worker (spec/drawing.ts): made when something is first to be drawn, used by the wall and the studio.
import type { FromDrawing, ToDrawing } from '../../spec/drawing.ts'
import { locked } from '../../spec/locked-worker.ts'

export interface DrawingClient {
  send(message: ToDrawing): void
  /** Every listener gets every message. Returns what ends the listening. */
  listen(listener: (message: FromDrawing) => void): () => void
}

/** What is needed of a Worker. */
export type DrawingWorker = Pick<Worker, 'onmessage' | 'onerror' | 'onmessageerror' | 'postMessage' | 'terminate'>

function spawn(): DrawingWorker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../../worker/drawing-worker.ts', import.meta.url), { type: 'module', name: 'drawing' })
}

type Opening = Extract<ToDrawing, { type: 'open' | 'open-example' }>
type Request = Extract<ToDrawing, { type: 'draw' }>
type Training = Extract<ToDrawing, { type: 'training' }>

/** A Worker that is lost is made anew once, with what was open and asked for. */
const MAX_LOST = 1

export function makeDrawingClient(spawnWorker: () => DrawingWorker = spawn): DrawingClient {
  const listeners = new Set<(message: FromDrawing) => void>()
  /** What is in each slot: copies are kept here, and not handed over, so that they can be opened again. */
  const opened = new Map<string, Opening>()
  const requests = new Map<string, Request>()
  let worker: DrawingWorker | null = null
  let training: Training | null = null
  let lost = 0

  const tell = (message: FromDrawing) => {
    for (const listener of listeners) listener(message)
  }

  function attach(): DrawingWorker {
    const fresh = spawnWorker()
    fresh.onmessage = ({ data }: MessageEvent<FromDrawing>) => fresh === worker && tell(data)
    fresh.onerror = (event) => {
      event.preventDefault()
      if (fresh === worker) replace(event.message ?? '')
    }
    fresh.onmessageerror = () => fresh === worker && replace('a message could not be read')
    return fresh
  }

  function replace(detail: string) {
    worker?.terminate()
    worker = null
    lost++
    if (lost > MAX_LOST) {
      const message = `The Worker that draws has stopped${detail === '' ? '' : `: ${detail}`}.`
      for (const client of requests.keys()) tell({ type: 'failed', client, message })
      return
    }
    worker = attach()
    for (const message of [...opened.values(), ...requests.values(), ...(training ? [training] : [])]) worker.postMessage(message)
  }

  return {
    send(message) {
      if (message.type === 'training') training = message
      else remember(message, opened, requests)
      if (lost > MAX_LOST) return
      worker ??= attach()
      worker.postMessage(message)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function remember(message: Exclude<ToDrawing, Training>, opened: Map<string, Opening>, requests: Map<string, Request>): void {
  switch (message.type) {
    case 'open':
    case 'open-example':
      opened.set(message.slot, message)
      return
    case 'close':
      opened.delete(message.slot)
      return
    case 'draw':
      requests.set(message.client, message)
      return
    case 'stop':
      requests.delete(message.client)
      return
    case 'find-directions':
    case 'cancel-directions':
      return
    default:
      message satisfies never
  }
}
