// Where the images come from in the Worker: atlases of the page's own origin, or the files a person chose.
import { loadBuiltin } from '../core/data/builtin.ts'
import { prepareImages } from '../core/data/import.ts'
import { createFetchBytes, decodeInBrowser } from './decode.ts'
import type { Surroundings } from './trainer.ts'

export const prepareSource: Surroundings['prepare'] = (source, size, { base, ...watch }) => {
  if (source.kind === 'builtin') return loadBuiltin(source.name, size, createFetchBytes(base), decodeInBrowser)
  const files = source.files.map(({ path, file }) => ({ path, size: file.size, read: () => file.arrayBuffer() }))
  return prepareImages(files, size, decodeInBrowser, { name: source.name, ...watch })
}
