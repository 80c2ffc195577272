// An export is written in a Worker of its own, which is ended with the file or when it is cancelled. It asks for pictures as it needs them.
import { ExportError } from '../../export/errors.ts'
import { CancelledError, throwIfCancelled } from '../../spec/cancel.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { FolderError } from '../../store/errors.ts'
import type { FromExportWorker, ToExportWorker } from '../export-worker.ts'
import type { MakeWorker } from '../page-workers.ts'
import { FileFailure } from './failures.ts'
import type { WriteFile, WrittenFile } from './write-file.ts'

export function writeInWorkers(makeWorker: MakeWorker): WriteFile {
  return async (job, groups, path, { signal, onProgress }) => {
    throwIfCancelled(signal) // an aborted signal tells no listener any more
    const worker = makeWorker('export')
    const post = (message: ToExportWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer)
    const pictures = groups[Symbol.asyncIterator]()
    let isLoaded = false
    try {
      return await new Promise<WrittenFile>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new CancelledError()))
        const sendNext = async () => {
          const next: IteratorResult<Pictures, unknown> = await pictures.next()
          if (next.done) post({ type: 'end' })
          else post({ type: 'pictures', pictures: next.value }, [next.value.pixels.buffer])
        }
        worker.onmessage = ({ data }: MessageEvent<FromExportWorker>) => {
          isLoaded = true
          switch (data.type) {
            case 'next':
              return void sendNext().catch(reject)
            case 'progress':
              return onProgress(data.share)
            case 'done':
              return resolve(data)
            case 'failed':
              return reject(errorOf(data))
            default:
              data satisfies never
          }
        }
        worker.onerror = ({ message }) => reject(isLoaded ? new FileFailure('memory') : new Error(message))
        post({ type: 'job', job, path })
      })
    } finally {
      worker.terminate()
      await pictures.return?.()
    }
  }
}

function errorOf({ fault, message }: Extract<FromExportWorker, { type: 'failed' }>): Error {
  switch (fault) {
    case 'full':
      return new FolderError('full', message)
    case 'refused':
      return new ExportError(message)
    case 'memory':
      return new FileFailure('memory')
    case null:
      return new Error(message)
    default:
      return fault satisfies never
  }
}
