// Drawings to pixels in Node, by the same library and the same bits as in the browser.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { createSvgDecoder, drawSvg, type OpenSvgThread, plainSvg, SVG_MEMORY_BYTES, type SvgAnswer } from '../data/svg/drawing.ts'
import { withMaximumMemory } from '../tensor/wasm/memory.ts'

const LIBRARY = '@resvg/resvg-wasm'

/** The thread's whole program: Node 20 reads no TypeScript, and the bundle of the command line is one file. */
const PROGRAM = `
  const { parentPort, workerData: { library, wasm } } = require('node:worker_threads')
  const { initWasm, Resvg } = require(library)
  const draw = ${drawSvg}
  parentPort.on('message', (order) => parentPort.postMessage(draw(Resvg, order)))
  initWasm(wasm).then(() => parentPort.postMessage({ type: 'ready' }))
`

export const openThread: OpenSvgThread = (answer) => {
  const { resolve } = createRequire(import.meta.url)
  const wasm = withMaximumMemory(readFileSync(resolve(`${LIBRARY}/index_bg.wasm`)), SVG_MEMORY_BYTES)
  const worker = new Worker(PROGRAM, { eval: true, workerData: { library: resolve(LIBRARY), wasm } })
  worker.on('message', (message: SvgAnswer) => {
    worker.unref() // an idle thread keeps no process alive
    answer(message)
  })
  worker.on('error', () => answer({ type: 'lost' }))
  return {
    draw(order) {
      worker.ref()
      worker.postMessage(order)
    },
    end: () => void worker.terminate(),
  }
}

const draw = createSvgDecoder(openThread)

export const decodeSvgInNode = async (svg: Uint8Array) => draw(await plainSvg(svg))
