// Files that come with the page.
import type { FetchBytes } from '../data/builtin.ts'

/** Reads the files of a folder of public/, of a page that is served at `base`, an absolute URL with a slash at its end. */
export function createFetchBytes(base: string, folder: 'datasets' | 'features' | 'example'): FetchBytes {
  return async (file) => {
    const response = await fetch(new URL(`${folder}/${file}`, base))
    if (!response.ok) throw new Error(`${folder}/${file} could not be loaded: the server answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}
