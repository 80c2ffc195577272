// One of the Workers that an import hands its batches to: files in, small squares out.
import type { Semaphore } from '../data/concurrency.ts'
import { type ImportFile, type ImportResult, ImportWorkerLostError, type PrepareContext, prepareBatch } from '../data/import-pool.ts'
import { messageOf } from '../spec/words.ts'
import type { Port, WorkerStart } from '../spec/worker-service.ts'
import { createBrowserDecode } from './decode.ts'
import { buffersOf, type FromImportWorker, type ToImportWorker } from './import-messages.ts'
import { workersOf } from './page-workers.ts'

/** Smaller pictures need no leave: even all of them at once take little. */
const UNLIMITED_PIXELS = 1_000_000

type ToTrainer = Port<FromImportWorker, ToImportWorker>

/** The trainer counts the pixels of all hands together. @param waiting gets those that wait for leave, by ticket */
function createRemoteSemaphore(trainer: ToTrainer, waiting: Map<number, () => void>): Semaphore {
  let tickets = 0
  return async (pixels, work) => {
    if (pixels <= UNLIMITED_PIXELS) return work()
    const ticket = tickets++
    await new Promise<void>((enter) => {
      waiting.set(ticket, enter)
      trainer.postMessage({ type: 'enter', ticket, pixels })
    })
    waiting.delete(ticket)
    try {
      return await work()
    } finally {
      trainer.postMessage({ type: 'left', ticket })
    }
  }
}

/** All pixels in one buffer: moving one costs as much as moving any. */
function packPixels(outcomes: readonly ImportResult[]): { outcomes: ImportResult[]; block: Uint8Array } {
  const block = new Uint8Array(outcomes.reduce((sum, one) => sum + (one.taken ? one.pixels.length : 0), 0))
  let end = 0
  const moved = outcomes.map((one) => {
    if (!one.taken) return one
    block.set(one.pixels, end)
    end += one.pixels.length
    return { ...one, pixels: block.subarray(end - one.pixels.length, end) }
  })
  return { outcomes: moved, block }
}

async function prepare(batch: readonly ImportFile[], tools: PrepareContext, trainer: ToTrainer): Promise<void> {
  try {
    const { outcomes, block } = packPixels(await prepareBatch(batch, tools))
    trainer.postMessage({ type: 'done', outcomes }, buffersOf([block]))
  } catch (error) {
    trainer.postMessage({ type: 'failed', lost: error instanceof ImportWorkerLostError, message: messageOf(error) })
  }
}

self.onmessage = ({ data: { port, service } }: MessageEvent<WorkerStart<FromImportWorker, ToImportWorker>>) => {
  const waiting = new Map<number, () => void>()
  const decode = createBrowserDecode(workersOf(service))
  const withinPixels = createRemoteSemaphore(port, waiting)
  port.onmessage = ({ data }) => {
    if (data.type === 'prepare') void prepare(data.batch, { preparation: data.preparation, decode, withinPixels }, port)
    else waiting.get(data.ticket)?.()
  }
  port.postMessage({ type: 'ready' })
}
