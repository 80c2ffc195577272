// A PNG of pictures that are shown, made in a Worker of its own: neither the page nor training waits for it, and a run that has failed
// can still be saved from.
import { locked } from '../../spec/locked-worker.ts'
import type { PictureSheet } from '../../spec/picture-sheet.ts'

function spawn(): Worker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../../worker/sheet-writer.ts', import.meta.url), { type: 'module', name: 'sheet-writer' })
}

/** @throws where the Worker breaks off, most likely for want of memory */
export async function makeSheet(sheet: PictureSheet): Promise<Blob> {
  const worker = spawn()
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Blob>) => resolve(data)
      worker.onerror = (event) => {
        event.preventDefault()
        reject(new Error(event.message))
      }
      const pixels = sheet.pictures.pixels.slice() // of a view all that lies behind it would be sent
      worker.postMessage({ ...sheet, pictures: { ...sheet.pictures, pixels } } satisfies PictureSheet, [pixels.buffer])
    })
  } finally {
    worker.terminate()
  }
}
