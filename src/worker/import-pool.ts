// The hands of an import in the browser: a few Workers, made for one import and ended with it. One that dies is replaced; where none can
// be made, the trainer does the work itself.
import { createSemaphore } from '../data/concurrency.ts'
import {
  type ImportFile,
  type ImportPool,
  type ImportResult,
  ImportWorkerLostError,
  localImportPool,
  type OpenImportPool,
} from '../data/import-pool.ts'
import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { createBrowserDecode } from './decode.ts'
import { buffersOf, type FromImportWorker, type ToImportWorker } from './import-messages.ts'
import type { MakeWorker, PageWorker } from './page-workers.ts'

/** More hands than this wait for the disk and for one another. */
const MAX_WORKERS = 8

interface Job {
  readonly batch: readonly ImportFile[]
  done(outcomes: readonly ImportResult[]): void
  failed(error: Error): void
}

interface ImportWorker {
  readonly worker: PageWorker
  ready: boolean
  job: Job | null
  /** Ends of the stays of its pictures behind the gate. */
  readonly leave: Map<number, () => void>
}

class WorkerPool implements ImportPool {
  readonly concurrency: number
  private readonly workers = new Set<ImportWorker>()
  private readonly waiting: Job[] = []
  private readonly withinPixels = createSemaphore(IMPORT_LIMITS.maxPixels)
  /** Set once no Worker can be made. */
  private own: ImportPool | null = null
  private readonly preparation: Preparation
  private readonly makeWorker: MakeWorker

  constructor(lanes: number, preparation: Preparation, makeWorker: MakeWorker) {
    this.concurrency = lanes
    this.preparation = preparation
    this.makeWorker = makeWorker
    for (let i = 0; i < lanes; i++) this.add() // they load while the first files are read
  }

  prepare(batch: readonly ImportFile[]): Promise<readonly ImportResult[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ batch, done, failed })
      this.handOut()
    })
  }

  end(): void {
    for (const worker of this.workers) this.drop(worker, new ImportWorkerLostError('The work has been ended.'))
    for (const { failed } of this.waiting.splice(0)) failed(new ImportWorkerLostError('The work has been ended.'))
    this.own?.end()
  }

  private add(): void {
    try {
      const worker: ImportWorker = { worker: this.makeWorker('import'), ready: false, job: null, leave: new Map() }
      this.workers.add(worker)
      worker.worker.onmessage = ({ data }: MessageEvent<FromImportWorker>) => this.take(worker, data)
      worker.worker.onerror = () => this.lose(worker)
    } catch {
      this.fallBack()
    }
  }

  private take(worker: ImportWorker, message: FromImportWorker): void {
    if (!this.workers.has(worker)) return
    switch (message.type) {
      case 'ready':
        worker.ready = true
        this.handOut()
        return
      case 'enter':
        void this.withinPixels(message.pixels, () => this.stay(worker, message.ticket))
        return
      case 'left':
        worker.leave.get(message.ticket)?.()
        return
      case 'done':
        worker.job?.done(message.outcomes)
        worker.job = null
        this.handOut()
        return
      case 'failed':
        if (message.lost) this.lose(worker)
        else this.fail(worker, message.message)
        return
      default:
        message satisfies never
    }
  }

  private fail(worker: ImportWorker, message: string): void {
    worker.job?.failed(new Error(message))
    worker.job = null
  }

  /** A picture is being decoded until its hand says that it is done, or dies. */
  private stay(worker: ImportWorker, ticket: number): Promise<void> {
    if (!this.workers.has(worker)) return Promise.resolve()
    return new Promise((leave) => {
      worker.leave.set(ticket, () => {
        worker.leave.delete(ticket)
        leave()
      })
      send(worker, { type: 'entered', ticket })
    })
  }

  /** A Worker that never came up will not do so the next time either. */
  private lose(worker: ImportWorker): void {
    this.drop(worker, new ImportWorkerLostError('A Worker has ended.'))
    if (worker.ready) this.add()
    else this.fallBack()
    this.handOut()
  }

  private drop(worker: ImportWorker, error: Error): void {
    this.workers.delete(worker)
    worker.worker.terminate()
    for (const leave of worker.leave.values()) leave()
    worker.job?.failed(error)
  }

  private fallBack(): void {
    if (this.workers.size === 0) this.own ??= localImportPool(createBrowserDecode(this.makeWorker))(this.preparation)
  }

  private handOut(): void {
    for (const worker of this.workers) {
      if (!worker.ready || worker.job) continue
      const job = this.waiting.shift()
      if (!job) return
      worker.job = job
      send(worker, { type: 'prepare', batch: job.batch, preparation: this.preparation }, buffersOf(job.batch.map(({ bytes }) => bytes)))
    }
    if (this.own) for (const { batch, done, failed } of this.waiting.splice(0)) this.own.prepare(batch).then(done, failed)
  }
}

function send({ worker }: ImportWorker, message: ToImportWorker, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer)
}

/** @param cores how many there are, which is how many Workers help */
export function openWorkerPool(cores: number, makeWorker: MakeWorker): OpenImportPool {
  return (preparation) => new WorkerPool(Math.max(1, Math.min(cores, MAX_WORKERS)), preparation, makeWorker)
}
