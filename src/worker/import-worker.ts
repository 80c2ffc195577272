// One Worker of an import pool: batches of files in, small squares out.
import type { Semaphore } from '../data/concurrency.ts'
import { ImportWorkerLostError } from '../data/errors.ts'
import { type ImportFile, type ImportResult, type PrepareContext, prepareBatch } from '../data/import-pool.ts'
import { messageOf } from '../spec/words.ts'
import type { Port, WorkerStart } from '../spec/worker-service.ts'
import { createBrowserDecode } from './decode.ts'
import { buffersOf, type FromImportWorker, type ToImportWorker } from './import-messages.ts'
import { workersOf } from './page-workers.ts'

/** Pictures of fewer pixels are decoded without asking: even all of them at once take little memory. */
const UNLIMITED_PIXELS = 1_000_000

type ToTrainer = Port<FromImportWorker, ToImportWorker>

/** A semaphore whose count is in the trainer's Worker, for all Workers of the pool. @param granted called back by request when pixels are granted */
function createRemoteSemaphore(trainer: ToTrainer, granted: Map<number, () => void>): Semaphore {
  let requests = 0
  return async (pixels, task) => {
    if (pixels <= UNLIMITED_PIXELS) return task()
    const request = requests++
    await new Promise<void>((resolve) => {
      granted.set(request, resolve)
      trainer.postMessage({ type: 'request-pixels', request, pixels })
    })
    granted.delete(request)
    try {
      return await task()
    } finally {
      trainer.postMessage({ type: 'release-pixels', request })
    }
  }
}

/** The results with all pixels in one buffer: transferring one costs as much as transferring any. */
function packPixels(results: readonly ImportResult[]): { results: ImportResult[]; block: Uint8Array } {
  const block = new Uint8Array(results.reduce((sum, result) => sum + (result.accepted ? result.pixels.length : 0), 0))
  let end = 0
  const packed = results.map((result) => {
    if (!result.accepted) return result
    block.set(result.pixels, end)
    end += result.pixels.length
    return { ...result, pixels: block.subarray(end - result.pixels.length, end) }
  })
  return { results: packed, block }
}

async function prepare(batch: readonly ImportFile[], context: PrepareContext, trainer: ToTrainer): Promise<void> {
  try {
    const { results, block } = packPixels(await prepareBatch(batch, context))
    trainer.postMessage({ type: 'done', results }, buffersOf([block]))
  } catch (error) {
    trainer.postMessage({ type: 'failed', lost: error instanceof ImportWorkerLostError, message: messageOf(error) })
  }
}

self.onmessage = ({ data: { port, service } }: MessageEvent<WorkerStart<FromImportWorker, ToImportWorker>>) => {
  const granted = new Map<number, () => void>()
  const decode = createBrowserDecode(workersOf(service))
  const withinPixels = createRemoteSemaphore(port, granted)
  port.onmessage = ({ data }) => {
    if (data.type === 'prepare') void prepare(data.batch, { preparation: data.preparation, decode, withinPixels }, port)
    else granted.get(data.request)?.()
  }
  port.postMessage({ type: 'ready' })
}
