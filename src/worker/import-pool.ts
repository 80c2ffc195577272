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
  readonly releases: Map<number, () => void>
}

class WorkerPool implements ImportPool {
  readonly concurrency: number
  private readonly workers = new Set<ImportWorker>()
  private readonly waiting: Job[] = []
  private readonly withinPixels = createSemaphore(IMPORT_LIMITS.maxPixels)
  /** Set once no Worker can be made. */
  private fallback: ImportPool | null = null
  private readonly preparation: Preparation
  private readonly makeWorker: MakeWorker

  constructor(lanes: number, preparation: Preparation, makeWorker: MakeWorker) {
    this.concurrency = lanes
    this.preparation = preparation
    this.makeWorker = makeWorker
    for (let i = 0; i < lanes; i++) this.addWorker() // they load while the first files are read
  }

  prepare(batch: readonly ImportFile[]): Promise<readonly ImportResult[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ batch, done, failed })
      this.dispatch()
    })
  }

  end(): void {
    for (const worker of this.workers) this.removeWorker(worker, new ImportWorkerLostError('The work has been ended.'))
    for (const { failed } of this.waiting.splice(0)) failed(new ImportWorkerLostError('The work has been ended.'))
    this.fallback?.end()
  }

  private addWorker(): void {
    try {
      const worker: ImportWorker = { worker: this.makeWorker('import'), ready: false, job: null, releases: new Map() }
      this.workers.add(worker)
      worker.worker.onmessage = ({ data }: MessageEvent<FromImportWorker>) => this.handle(worker, data)
      worker.worker.onerror = () => this.handleLostWorker(worker)
    } catch {
      this.useFallback()
    }
  }

  private handle(worker: ImportWorker, message: FromImportWorker): void {
    if (!this.workers.has(worker)) return
    switch (message.type) {
      case 'ready':
        worker.ready = true
        this.dispatch()
        return
      case 'enter':
        void this.withinPixels(message.pixels, () => this.holdPixels(worker, message.ticket))
        return
      case 'left':
        worker.releases.get(message.ticket)?.()
        return
      case 'done':
        worker.job?.done(message.outcomes)
        worker.job = null
        this.dispatch()
        return
      case 'failed':
        if (message.lost) this.handleLostWorker(worker)
        else this.rejectJob(worker, message.message)
        return
      default:
        message satisfies never
    }
  }

  private rejectJob(worker: ImportWorker, message: string): void {
    worker.job?.failed(new Error(message))
    worker.job = null
  }

  /** A picture is being decoded until its hand says that it is done, or dies. */
  private holdPixels(worker: ImportWorker, ticket: number): Promise<void> {
    if (!this.workers.has(worker)) return Promise.resolve()
    return new Promise((releases) => {
      worker.releases.set(ticket, () => {
        worker.releases.delete(ticket)
        releases()
      })
      send(worker, { type: 'entered', ticket })
    })
  }

  /** A Worker that never came up will not do so the next time either. */
  private handleLostWorker(worker: ImportWorker): void {
    this.removeWorker(worker, new ImportWorkerLostError('A Worker has ended.'))
    if (worker.ready) this.addWorker()
    else this.useFallback()
    this.dispatch()
  }

  private removeWorker(worker: ImportWorker, error: Error): void {
    this.workers.delete(worker)
    worker.worker.terminate()
    for (const releases of worker.releases.values()) releases()
    worker.job?.failed(error)
  }

  private useFallback(): void {
    if (this.workers.size === 0) this.fallback ??= localImportPool(createBrowserDecode(this.makeWorker))(this.preparation)
  }

  private dispatch(): void {
    for (const worker of this.workers) {
      if (!worker.ready || worker.job) continue
      const job = this.waiting.shift()
      if (!job) return
      worker.job = job
      send(worker, { type: 'prepare', batch: job.batch, preparation: this.preparation }, buffersOf(job.batch.map(({ bytes }) => bytes)))
    }
    if (this.fallback) for (const { batch, done, failed } of this.waiting.splice(0)) this.fallback.prepare(batch).then(done, failed)
  }
}

function send({ worker }: ImportWorker, message: ToImportWorker, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer)
}

/** @param cores how many there are, which is how many Workers help */
export function openWorkerPool(cores: number, makeWorker: MakeWorker): OpenImportPool {
  return (preparation) => new WorkerPool(Math.max(1, Math.min(cores, MAX_WORKERS)), preparation, makeWorker)
}
