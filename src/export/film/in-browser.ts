// A film encoded in a page that the command line opens, since Node has no video encoder: pictures come from there, and the file's bytes go back.
import type { ExportCheck } from '../../spec/exports.ts'
import type { FilmPlan } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { ExportError } from '../errors.ts'
import { encodeFilm } from './encode-film.ts'

/** What the command line puts into the page. */
declare const nextPictures: () => Promise<Pictures | null>
declare const writeBytes: (bytes: Uint8Array, at: number) => Promise<void>
declare const reportProgress: (share: number) => Promise<void>

export type FilmInBrowser = { readonly check: ExportCheck | null } | { readonly refused: string }

async function* pictures(): AsyncGenerator<Pictures> {
  for (let next = await nextPictures(); next; next = await nextPictures()) yield next
}

/** Errors lose their class on the way to the command line. */
async function encode(plan: FilmPlan): Promise<FilmInBrowser> {
  try {
    return { check: await encodeFilm(pictures(), plan, { write: writeBytes }, { onProgress: (share) => void reportProgress(share) }) }
  } catch (error) {
    if (error instanceof ExportError) return { refused: error.message }
    throw error
  }
}

Object.assign(globalThis, { encode })
