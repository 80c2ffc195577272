// The import bench in a page: through the page's own Worker and protocol, the way of a person's files.
import type { Command, PickedFile, TrainerEvent } from '../protocol.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { FINDING_KIND_NAMES, FINDING_KINDS } from '../spec/files.ts'
import { locked } from '../spec/locked-worker.ts'
import { serveWorkers } from '../spec/worker-service.ts'
import type { Imported } from './import.ts'

/** What a browser provides; the type library of this layer does not declare it. */
declare class TrainerWorker {
  constructor(url: URL, options: { type: 'module' })
  onmessage: ((message: { data: TrainerEvent }) => void) | null
  postMessage(command: Command): void
  postMessage(service: object, transfer: object[]): void
  terminate(): void
}
declare const self: { readonly Worker: typeof TrainerWorker }
declare class URL {
  constructor(path: string, base: string)
}
type ChosenFile = PickedFile['file'] & { readonly webkitRelativePath: string }
declare const document: { querySelectorAll(selector: 'input'): Iterable<{ readonly files: Iterable<ChosenFile> }> }
declare const performance: { measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }> }

export const PAGE_MEMORY =
  'performance.measureUserAgentSpecificMemory: the page and its Workers, sampled, each time after collecting garbage'

export async function pageMemory(): Promise<number> {
  if (!performance.measureUserAgentSpecificMemory) throw new Error('This browser does not tell how much memory a page takes.')
  return (await performance.measureUserAgentSpecificMemory()).bytes
}

/** A trainer of its own, without a device: an import needs none. */
export function startTrainer(): Promise<TrainerWorker> {
  const Worker = locked(self.Worker)
  const trainer = new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module' })
  return new Promise((ready, failed) => {
    trainer.onmessage = ({ data }) => {
      if (data.type === 'device') ready(trainer)
      if (data.type === 'failed') failed(new Error(data.failure.message))
    }
    const { service } = serveWorkers()
    trainer.postMessage(service, [service])
    trainer.postMessage({ type: 'boot', backend: 'cpu', base: import.meta.url })
  })
}

/** Prepares the files that were put into the page's inputs. The Worker is up before the clock starts. */
export async function pageImport(config: RunConfig): Promise<(onProgress: (done: number, total: number) => void) => Promise<Imported>> {
  const trainer = await startTrainer()
  const chosen = [...document.querySelectorAll('input')].flatMap(({ files }) => [...files])
  const files = chosen.map((file) => ({ path: file.webkitRelativePath || file.name, file }))
  return (onProgress) =>
    new Promise((done, failed) => {
      trainer.onmessage = ({ data }) => {
        if (data.type === 'import') onProgress(data.progress.done, data.progress.total)
        if (data.type === 'dataset-failed') failed(new Error(data.failure?.message ?? 'The import was cancelled.'))
        if (data.type !== 'dataset') return
        const { prepared, size, channels, findingCounts } = data.summary
        const lost = FINDING_KIND_NAMES.filter((kind) => !FINDING_KINDS[kind].image)
        const rejected = lost.reduce((sum, kind) => sum + (findingCounts[kind] ?? 0), 0)
        done({ images: prepared, rejected, setBytes: prepared * size * size * channels })
      }
      trainer.postMessage({ type: 'open', id: 1, source: { kind: 'files', name: 'bench', files }, preparation: preparationOf(config) })
    })
}
