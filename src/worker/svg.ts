// Drawings to pixels in the browser. Neither the thread nor the library is loaded before there is a drawing.
import { createSvgDecoder, type OpenSvgThread, type SvgAnswer } from '../core/data/svg-drawing.ts'
import { locked } from '../spec/locked-worker.ts'

const openThread: OpenSvgThread = (answer) => {
  const Worker = locked(globalThis.Worker)
  const worker = new Worker(new URL('./svg-thread.ts', import.meta.url), { type: 'module', name: 'svg' })
  worker.onmessage = ({ data }: MessageEvent<SvgAnswer>) => answer(data)
  worker.onerror = (event) => {
    event.preventDefault()
    answer({ type: 'lost' })
  }
  return { draw: (order) => worker.postMessage(order), end: () => worker.terminate() }
}

export const decodeSvgInBrowser = createSvgDecoder(openThread)
