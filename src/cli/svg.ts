// Draws SVG in Node, by the same library as in the browser and with the same bits.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { RgbaImage } from '../data/image.ts'
import { createSvgDecoder, drawSvg, normaliseSvg, type OpenSvgThread, SVG_MEMORY_BYTES, type SvgResponse } from '../data/svg/drawing.ts'
import { withMaximumMemory } from '../tensor/wasm/memory.ts'

const LIBRARY = '@resvg/resvg-wasm'

/** The source of the thread: Node 20 does not run TypeScript, and the bundle of the command line is one file. */
const PROGRAM = `
  const { parentPort, workerData: { library, wasm } } = require('node:worker_threads')
  const { initWasm, Resvg } = require(library)
  const draw = ${drawSvg}
  parentPort.on('message', (request) => parentPort.postMessage(draw(Resvg, request)))
  initWasm(wasm).then(() => parentPort.postMessage({ type: 'ready' }))
`

const openThread: OpenSvgThread = (respond) => {
  const { resolve } = createRequire(import.meta.url)
  const wasm = withMaximumMemory(readFileSync(resolve(`${LIBRARY}/index_bg.wasm`)), SVG_MEMORY_BYTES)
  const worker = new Worker(PROGRAM, { eval: true, workerData: { library: resolve(LIBRARY), wasm } })
  worker.on('message', (message: SvgResponse) => {
    worker.unref() // an idle thread must not keep the process alive
    respond(message)
  })
  worker.on('error', () => respond({ type: 'crashed' }))
  return {
    draw(request) {
      worker.ref()
      worker.postMessage(request)
    },
    end: () => void worker.terminate(),
  }
}

/** @param maxSeconds after which a drawing is given up */
export function createNodeSvgDecoder(maxSeconds?: number): (svg: Uint8Array) => Promise<RgbaImage> {
  const draw = createSvgDecoder(openThread, maxSeconds)
  return async (svg) => draw(await normaliseSvg(svg))
}

export const decodeSvgInNode = createNodeSvgDecoder()
