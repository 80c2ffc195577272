// Prepares images in the Worker: built-in sets from the page's own origin, or the files and folders that a person has chosen.
import { loadBuiltin } from '../data/builtin.ts'
import { collectionOf } from '../data/collection.ts'
import { NoImagesError } from '../data/errors.ts'
import { importImages } from '../data/import.ts'
import type { ListedFile } from '../protocol.ts'
import { createBrowserDecode } from './decode.ts'
import { createFetchBytes } from './fetch-bytes.ts'
import type { Prepare } from './images.ts'
import { openWorkerPool } from './import-pool.ts'
import type { MakeWorker } from './page-workers.ts'
import { readFolder } from './read-folder.ts'

export function createPrepare(makeWorker: MakeWorker): Prepare {
  const decode = createBrowserDecode(makeWorker)
  return async (source, preparation, base, options) => {
    const importFiles = (name: string, picked: readonly ListedFile[]) => {
      // Read in parts: no file is in memory before it is prepared.
      const read = (file: ListedFile['file']) => async (from: number, to: number) => {
        if (!file) throw new Error('The browser could not open it.')
        return file.slice(from, to).arrayBuffer()
      }
      const files = picked.map(({ path, file }) => ({ path, size: file?.size ?? 0, read: read(file) }))
      return importImages(files, preparation, openWorkerPool(navigator.hardwareConcurrency, makeWorker), { name, ...options })
    }
    switch (source.kind) {
      case 'builtin':
        return collectionOf(await loadBuiltin(source.name, preparation.size, createFetchBytes(base, 'datasets'), decode))
      case 'files':
        return importFiles(source.name, source.files)
      case 'folder': {
        const { files, findings } = await readFolder(source.handle, options.signal)
        try {
          const collection = await importFiles(source.name, files)
          return { ...collection, findings: [...findings, ...collection.findings] }
        } catch (error) {
          throw error instanceof NoImagesError ? new NoImagesError([...findings, ...error.findings]) : error
        }
      }
      default:
        return source satisfies never
    }
  }
}
