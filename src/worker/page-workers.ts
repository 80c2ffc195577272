// Workers that this Worker has the page make for it, used as if it had made them itself: src/spec/worker-service.ts says why.
import type { WorkerKind, WorkerService } from '../spec/worker-service.ts'

/** Messages sent before the page has made it are delivered once it exists. */
export interface PageWorker {
  onmessage: ((message: MessageEvent) => void) | null
  /** It could not be made, or has failed. */
  onerror: ((error: { readonly message: string }) => void) | null
  postMessage(message: unknown, transfer?: Transferable[]): void
  terminate(): void
}

/** Returns at once. */
export type MakeWorker = (kind: WorkerKind) => PageWorker

export function workersOf(service: WorkerService): MakeWorker {
  const living = new Map<number, PageWorker>()
  let made = 0
  service.onmessage = ({ data: { id, message } }) => living.get(id)?.onerror?.({ message })
  return (kind) => {
    const id = made++
    const { port1, port2 } = new MessageChannel()
    const worker: PageWorker = {
      onmessage: null,
      onerror: null,
      postMessage: (message, transfer = []) => port1.postMessage(message, transfer),
      terminate() {
        port1.close()
        living.delete(id)
        service.postMessage({ type: 'end', id })
      },
    }
    port1.onmessage = (message) => worker.onmessage?.(message)
    living.set(id, worker)
    service.postMessage({ type: 'make', id, kind, port: port2 }, [port2])
    return worker
  }
}
