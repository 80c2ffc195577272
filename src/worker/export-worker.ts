// The Worker of one export: it gets a job and then pictures, each group when it asks for it, and sends progress and the file. Whoever started it ends
// it.
import { ExportError } from '../export/errors.ts'
import type { ExportCheck } from '../spec/exports.ts'
import type { Pictures } from '../spec/image-block.ts'
import { messageOf } from '../spec/words.ts'
import type { WorkerStart } from '../spec/worker-service.ts'
import { hasFault } from '../store/errors.ts'
import type { DirectoryHandle } from './browser-folder.ts'
import type { FileJob } from './exports/encode-file.ts'
import { isOutOfMemory } from './exports/failures.ts'
import { openSink } from './exports/file-sink.ts'
import type { FilePath } from './exports/temporary-files.ts'
import { writeHere } from './exports/write-file.ts'

export type ToExportWorker =
  /** The first message. */
  | { readonly type: 'job'; readonly job: FileJob; readonly path: FilePath | null }
  | { readonly type: 'pictures'; readonly pictures: Pictures }
  /** There are no more pictures. */
  | { readonly type: 'end' }

export type FromExportWorker =
  | { readonly type: 'next' }
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly file: Blob; readonly check: ExportCheck | null }
  /** `refused`: such a file cannot be made here, and the message is a sentence that says why. `fault` null: a fault of the program. */
  | { readonly type: 'failed'; readonly fault: 'refused' | 'full' | 'memory' | null; readonly message: string }

type ExportPort = WorkerStart<FromExportWorker, ToExportWorker>['port']

const root = async () => (await navigator.storage.getDirectory()) as unknown as DirectoryHandle

self.onmessage = ({ data: { port } }: MessageEvent<WorkerStart<FromExportWorker, ToExportWorker>>) => {
  let deliver: (pictures: Pictures | null) => void = () => undefined
  port.onmessage = ({ data }) => {
    if (data.type === 'job') void make(port, data.job, data.path, (next) => (deliver = next))
    else deliver(data.type === 'pictures' ? data.pictures : null)
  }
}

async function make(
  port: ExportPort,
  job: FileJob,
  path: FilePath | null,
  onNext: (deliver: (pictures: Pictures | null) => void) => void,
): Promise<void> {
  async function* groups(): AsyncGenerator<Pictures> {
    for (;;) {
      const next = await new Promise<Pictures | null>((resolve) => {
        onNext(resolve)
        port.postMessage({ type: 'next' })
      })
      if (next === null) return
      yield next
    }
  }
  const onProgress = (share: number) => port.postMessage({ type: 'progress', share })
  const { signal } = new AbortController() // who cancels ends this Worker
  try {
    const written = await writeHere((type, to) => openSink(root, to, type))(job, groups(), path, { signal, onProgress })
    port.postMessage({ type: 'done', ...written })
  } catch (error) {
    port.postMessage({ type: 'failed', fault: faultOf(error), message: messageOf(error) })
  }
}

function faultOf(error: unknown): Extract<FromExportWorker, { type: 'failed' }>['fault'] {
  if (hasFault(error, 'full')) return 'full'
  if (isOutOfMemory(error)) return 'memory'
  return error instanceof ExportError ? 'refused' : null
}
