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

/** A Worker that is lost is made anew once, with what was open and asked for. */
const MAX_LOST = 1

export function makeDrawingClient(spawnWorker: () => DrawingWorker = spawn): DrawingClient {
  const listeners = new Set<(message: FromDrawing) => void>()
  const { remember, remembered, clients } = makeMemory()
  let worker: DrawingWorker | null = null
  let lost = 0
  /** Why nothing is drawn any more, as a sentence; null: it is. */
  let givenUp: string | null = null

  const emit = (message: FromDrawing) => {
    for (const listener of listeners) listener(message)
  }

  function attach(): DrawingWorker {
    const fresh = spawnWorker()
    fresh.onmessage = ({ data }: MessageEvent<FromDrawing>) => fresh === worker && emit(data)
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
      givenUp = `The Worker that draws has stopped${detail === '' ? '' : `: ${detail}`}.`
      for (const client of clients()) emit({ type: 'failed', client, message: givenUp })
      return
    }
    worker = attach()
    for (const message of remembered()) worker.postMessage(message)
  }

  return {
    send(message) {
      remember(message)
      if (givenUp !== null) {
        if (message.type === 'draw') emit({ type: 'failed', client: message.client, message: givenUp })
        return
      }
      worker ??= attach()
      worker.postMessage(message)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type Message<T extends ToDrawing['type']> = Extract<ToDrawing, { type: T }>

/** What another Worker has to be told. */
function makeMemory() {
  /** What is in each slot: copies are kept here, and not handed over, so that they can be opened again. */
  const opened = new Map<string, Message<'open' | 'open-example'>>()
  const searches = new Map<string, Message<'find-directions'>>()
  const requests = new Map<string, Message<'draw'>>()
  let training: Message<'training'> | null = null

  function remember(message: ToDrawing): void {
    switch (message.type) {
      case 'open':
      case 'open-example':
        opened.set(message.slot, message)
        return
      case 'close':
        opened.delete(message.slot)
        searches.delete(message.slot)
        return
      case 'find-directions':
        searches.set(message.slot, message)
        return
      case 'cancel-directions':
        searches.delete(message.slot)
        return
      case 'draw':
        requests.set(message.client, message)
        return
      case 'stop':
        requests.delete(message.client)
        return
      case 'training':
        training = message
        return
      default:
        message satisfies never
    }
  }

  return {
    remember,
    remembered: (): ToDrawing[] => [...opened.values(), ...requests.values(), ...searches.values(), ...(training ? [training] : [])],
    clients: () => [...requests.keys()],
  }
}
