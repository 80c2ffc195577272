// The page's end of the protocol: owns the Worker, and is the only place that makes one.
import type { Command, TrainerEvent } from '../protocol.ts'
import { locked } from '../spec/locked-worker.ts'
import type { Failure } from '../spec/report.ts'

export interface TrainerClient {
  send(command: Command): void
  onEvent(listener: (event: TrainerEvent) => void): void
  /** End the Worker, whatever it does, and start a fresh one. It knows nothing: `boot` comes first again. */
  restart(): void
}

function spawn(): Worker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module', name: 'trainer' })
}

function workerLost(detail: string): Failure {
  return {
    reason: 'worker-lost',
    message: 'The trainer stopped unexpectedly.',
    advice: 'Restart it and press Train. Your settings and your choice of images are still here.',
    ...(detail && { detail }),
  }
}

export function makeTrainerClient(spawnWorker: () => Worker = spawn): TrainerClient {
  let listener: (event: TrainerEvent) => void = () => {}

  function attach(): Worker {
    const fresh = spawnWorker()
    const isCurrent = () => fresh === worker
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
    return fresh
  }

  let worker = attach()

  return {
    send: (command) => worker.postMessage(command),
    onEvent: (next) => {
      listener = next
    },
    restart() {
      worker.terminate()
      worker = attach()
    },
  }
}
