// Drawings to pixels in the browser. Neither the thread nor the library is loaded before there is a drawing.
import { plainSvg } from '../data/plain-svg.ts'
import { createSvgDecoder, type SvgAnswer } from '../data/svg-drawing.ts'
import type { MakeWorker } from './page-workers.ts'

export function createSvgDecode(makeWorker: MakeWorker) {
  const draw = createSvgDecoder((answer) => {
    const worker = makeWorker('svg')
    worker.onmessage = ({ data }: MessageEvent<SvgAnswer>) => answer(data)
    worker.onerror = () => answer({ type: 'lost' })
    return { draw: (order) => worker.postMessage(order), end: () => worker.terminate() }
  })
  return async (svg: Uint8Array) => draw(await plainSvg(svg))
}
