// Makes a PNG of displayed pictures in a dedicated Worker: without blocking the page or training, and also after a run has failed.
import { locked } from '../../spec/locked-worker.ts'
import type { PictureSheet } from '../../spec/picture-sheet.ts'

export const OUT_OF_SPACE = 'The file could not be made: the browser ran out of memory. Try a smaller scale.'
const NOT_LOADED = 'The file could not be made: the address that this page came from does not answer.'

function spawn(): Worker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../../worker/sheet-writer.ts', import.meta.url), { type: 'module', name: 'sheet-writer' })
}

/** Its message is a sentence for the person. */
export class SheetError extends Error {}

/** @throws SheetError */
export async function makeSheet(sheet: PictureSheet): Promise<Blob> {
  const worker = spawn()
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Blob>) => resolve(data)
      worker.onerror = (event) => {
        event.preventDefault()
        reject(new SheetError(event.message ? OUT_OF_SPACE : NOT_LOADED)) // a Worker that fails to load has no message
      }
      const pixels = sheet.pictures.pixels.slice() // a copy, since transferring a view would send its whole buffer
      worker.postMessage({ ...sheet, pictures: { ...sheet.pictures, pixels } } satisfies PictureSheet, [pixels.buffer])
    })
  } finally {
    worker.terminate()
  }
}
