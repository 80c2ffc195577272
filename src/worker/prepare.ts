// Where the images come from in the Worker: atlases of the page's own origin, or the files and folders a person chose.
import { loadBuiltin } from '../core/data/builtin.ts'
import { collectionOf } from '../core/data/collection.ts'
import { importImages, NoImagesError } from '../core/data/import.ts'
import { createFetchBytes, decodeInBrowser } from './decode.ts'
import type { Prepare } from './images.ts'
import { importFile } from './import-file.ts'
import { openPool } from './pool.ts'
import { walkFolder } from './walk-folder.ts'

export const prepareSource: Prepare = async (source, preparation, base, watch) => {
  switch (source.kind) {
    case 'builtin':
      return collectionOf(await loadBuiltin(source.name, preparation.size, createFetchBytes(base), decodeInBrowser))
    case 'files': {
      const files = source.files.map(({ path, file }) => importFile(path, file))
      return importImages(files, preparation, openPool(navigator.hardwareConcurrency), { name: source.name, ...watch })
    }
    case 'folder': {
      const { files, findings } = await walkFolder(source.handle, watch.signal)
      try {
        const collection = await importImages(files, preparation, openPool(navigator.hardwareConcurrency), { name: source.name, ...watch })
        return { ...collection, findings: [...findings, ...collection.findings] }
      } catch (error) {
        throw error instanceof NoImagesError ? new NoImagesError([...findings, ...error.findings]) : error
      }
    }
    default:
      return source satisfies never
  }
}
