// The pool of an import in the browser: a few Workers, started for one import and ended with it. One that is lost is replaced; where none can be
// started, the trainer's own Worker does the work.
import { createSemaphore } from '../data/concurrency.ts'
import { ImportWorkerLostError } from '../data/errors.ts'
import { type ImportFile, type ImportPool, type ImportResult, localImportPool, type OpenImportPool } from '../data/import-pool.ts'
import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { createBrowserDecode } from './decode.ts'
import { buffersOf, type FromImportWorker, type ToImportWorker } from './import-messages.ts'
import type { MakeWorker, PageWorker } from './page-workers.ts'

/** More Workers than this only wait for the disk and for one another. */
const MAX_WORKERS = 8

interface Job {
  readonly batch: readonly ImportFile[]
  done(results: readonly ImportResult[]): void
  failed(error: Error): void
}

interface ImportWorker {
  readonly worker: PageWorker
  ready: boolean
  job: Job | null
  /** Releases the pixels it holds, by request. */
  readonly releases: Map<number, () => void>
}

class WorkerPool implements ImportPool {
  readonly concurrency: number
  private readonly workers = new Set<ImportWorker>()
  private readonly waiting: Job[] = []
  /** Bounds the pixels that all Workers decode at the same time. */
  private readonly withinPixels = createSemaphore(IMPORT_LIMITS.maxPixels)
  /** Does the work in this thread once no Worker can be started. */
  private fallback: ImportPool | null = null
  private readonly preparation: Preparation
  private readonly makeWorker: MakeWorker

  constructor(concurrency: number, preparation: Preparation, makeWorker: MakeWorker) {
    this.concurrency = concurrency
    this.preparation = preparation
    this.makeWorker = makeWorker
    for (let i = 0; i < concurrency; i++) this.addWorker() // they load while the first files are read
  }

  prepare(batch: readonly ImportFile[]): Promise<readonly ImportResult[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ batch, done, failed })
      this.dispatch()
    })
  }

  end(): void {
    for (const worker of this.workers) this.removeWorker(worker, new ImportWorkerLostError('The pool has been ended.'))
    for (const { failed } of this.waiting.splice(0)) failed(new ImportWorkerLostError('The pool has been ended.'))
    this.fallback?.end()
  }

  private addWorker(): void {
    try {
      const worker: ImportWorker = { worker: this.makeWorker('import'), ready: false, job: null, releases: new Map() }
      this.workers.add(worker)
      worker.worker.onmessage = ({ data }: MessageEvent<FromImportWorker>) => this.handle(worker, data)
      worker.worker.onerror = () => this.replaceWorker(worker)
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
      case 'request-pixels':
        void this.withinPixels(message.pixels, () => this.grantPixels(worker, message.request))
        return
      case 'release-pixels':
        worker.releases.get(message.request)?.()
        return
      case 'done':
        worker.job?.done(message.results)
        worker.job = null
        this.dispatch()
        return
      case 'failed':
        if (message.lost) this.replaceWorker(worker)
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

  /** Resolves when the Worker releases the pixels, or is removed. */
  private grantPixels(worker: ImportWorker, request: number): Promise<void> {
    if (!this.workers.has(worker)) return Promise.resolve()
    return new Promise((release) => {
      worker.releases.set(request, () => {
        worker.releases.delete(request)
        release()
      })
      send(worker, { type: 'pixels-granted', request })
    })
  }

  /** One that never became ready is not replaced: the next would not either. */
  private replaceWorker(worker: ImportWorker): void {
    this.removeWorker(worker, new ImportWorkerLostError('A Worker has ended.'))
    if (worker.ready) this.addWorker()
    else this.useFallback()
    this.dispatch()
  }

  private removeWorker(worker: ImportWorker, error: Error): void {
    this.workers.delete(worker)
    worker.worker.terminate()
    for (const release of worker.releases.values()) release()
    worker.job?.failed(error)
  }

  private useFallback(): void {
    if (this.workers.size === 0) this.fallback ??= localImportPool(createBrowserDecode(this.makeWorker))(this.preparation)
  }

  /** Sends waiting jobs to Workers that have none. */
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

/** @param cores of the machine: as many Workers are started, up to a limit */
export function openWorkerPool(cores: number, makeWorker: MakeWorker): OpenImportPool {
  return (preparation) => new WorkerPool(Math.max(1, Math.min(cores, MAX_WORKERS)), preparation, makeWorker)
}
