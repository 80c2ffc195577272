// Where the images come from in the Worker: atlases of the page's own origin, the files a person chose, or a set kept from before.
import { loadBuiltin } from '../core/data/builtin.ts'
import { collectionOf } from '../core/data/collection.ts'
import { prepareImages } from '../core/data/import.ts'
import type { PickedFile } from '../protocol.ts'
import { createFetchBytes, decodeInBrowser } from './decode.ts'
import type { Prepare } from './images.ts'
import { openKept } from './library.ts'
import { openPool } from './pool.ts'

export const prepareSource: Prepare = async (source, preparation, base, watch) => {
  switch (source.kind) {
    case 'builtin':
      return collectionOf(await loadBuiltin(source.name, preparation.size, createFetchBytes(base), decodeInBrowser))
    case 'files': {
      const files = source.files.map(({ path, file }) => ({ path, size: file.size, read: readerOf(file) }))
      return prepareImages(files, preparation, openPool(navigator.hardwareConcurrency), { name: source.name, ...watch })
    }
    case 'kept':
      return openKept(source.key)
    default:
      return source satisfies never
  }
}

/** Reads parts of a file, so that no file is in memory before its turn. */
function readerOf(file: PickedFile['file']): (from: number, to: number) => Promise<ArrayBuffer> {
  return (from, to) => file.slice(from, to).arrayBuffer()
}
