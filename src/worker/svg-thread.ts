// The Worker that draws SVG for another Worker, which may end it at any moment.
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { drawSvg, SVG_MEMORY_BYTES, type SvgRequest, type SvgResponse } from '../data/svg/drawing.ts'
import type { WorkerStart } from '../spec/worker-service.ts'
import { withMaximumMemory } from '../tensor/wasm/memory.ts'

async function load(): Promise<void> {
  const response = await fetch(new URL('@resvg/resvg-wasm/index_bg.wasm', import.meta.url))
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  await initWasm(withMaximumMemory(new Uint8Array(await response.arrayBuffer()), SVG_MEMORY_BYTES))
}

self.onmessage = ({ data: { port } }: MessageEvent<WorkerStart<SvgResponse, SvgRequest>>) => {
  port.onmessage = ({ data }) => {
    const response = drawSvg(Resvg, data)
    port.postMessage(response, response.type === 'drawn' ? [response.pixels.buffer] : [])
  }
  load().then(
    () => port.postMessage({ type: 'ready' }),
    () => port.postMessage({ type: 'unavailable' }),
  )
}
