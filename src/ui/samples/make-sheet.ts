// A PNG of pictures that are shown, made in a Worker of its own: neither the page nor training waits for it, and a run that has failed
// can still be saved from.
import { locked } from '../../spec/locked-worker.ts'
import type { PictureSheet } from '../../spec/picture-sheet.ts'

export const OUT_OF_SPACE = 'The file could not be made: the browser had no room for it. Try a smaller scale.'
const NOT_LOADED = 'The file could not be made: the address that this page came from does not answer.'

function spawn(): Worker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../../worker/sheet-writer.ts', import.meta.url), { type: 'module', name: 'sheet-writer' })
}

/** Why there is no file, as a sentence for a person. */
export class SheetError extends Error {}

/** @throws SheetError */
export async function makeSheet(sheet: PictureSheet): Promise<Blob> {
  const worker = spawn()
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Blob>) => resolve(data)
      worker.onerror = (event) => {
        event.preventDefault()
        reject(new SheetError(event.message ? OUT_OF_SPACE : NOT_LOADED)) // what cannot be loaded has no message
      }
      const pixels = sheet.pictures.pixels.slice() // of a view all that lies behind it would be sent
      worker.postMessage({ ...sheet, pictures: { ...sheet.pictures, pixels } } satisfies PictureSheet, [pixels.buffer])
    })
  } finally {
    worker.terminate()
  }
}
