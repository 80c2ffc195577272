// The page's end of the protocol: owns the trainer Worker and the Workers that it requests.
import type { Command, TrainerEvent } from '../../protocol.ts'
import { locked } from '../../spec/locked-worker.ts'
import type { Failure } from '../../spec/report.ts'
import { serveWorkers } from '../../spec/worker-service.ts'

export interface TrainerClient {
  send(command: Command): void
  onEvent(listener: (event: TrainerEvent) => void): void
  /** Terminates the Worker and those it requested, and starts a fresh one, which needs `boot` first. */
  restart(): void
}

function spawn(): Worker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../../worker/index.ts', import.meta.url), { type: 'module', name: 'trainer' })
}

function workerLost(detail: string): Failure {
  return {
    reason: 'worker-lost',
    message: 'The trainer stopped unexpectedly.',
    advice: 'Restart it. Your settings and your choice of images are still here.',
    ...(detail && { detail }),
  }
}

export function makeTrainerClient(spawnWorker: () => Worker = spawn): TrainerClient {
  let listener: (event: TrainerEvent) => void = () => {}

  function attach() {
    const fresh = spawnWorker()
    const { service, end: endItsWorkers } = serveWorkers()
    fresh.postMessage(service, [service])
    const isCurrent = () => fresh === current.worker
    fresh.onmessage = ({ data }: MessageEvent<TrainerEvent>) => {
      if (isCurrent()) listener(data)
    }
    fresh.onerror = (event) => {
      event.preventDefault()
      if (isCurrent()) listener({ type: 'failed', run: null, failure: workerLost(event.message ?? '') })
    }
    fresh.onmessageerror = () => {
      if (isCurrent()) listener({ type: 'failed', run: null, failure: workerLost('a message could not be read') })
    }
    return {
      worker: fresh,
      end() {
        fresh.terminate()
        endItsWorkers()
      },
    }
  }

  let current = attach()

  return {
    send: (command) => current.worker.postMessage(command),
    onEvent: (next) => {
      listener = next
    },
    restart() {
      current.end()
      current = attach()
    },
  }
}
