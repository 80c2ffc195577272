// What WebAssembly gets in Node: TensorFlow.js's binary from the packages, and threads.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { WasmHost } from '../tensor/wasm/module.ts'
import { MAX_THREADS, runThread, type Thread, type ThreadStart } from '../tensor/wasm/threads.ts'

const BINARY = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'

/** @param threads one a processor, unless said */
export function nodeWasmHost(threads = Math.min(availableParallelism(), MAX_THREADS)): WasmHost {
  const binary = () => readFile(createRequire(import.meta.url).resolve(BINARY))
  return { binary, threads, threadProblem: null, startThread }
}

/** From the text of its one function: the command line is a single file. */
function startThread(start: ThreadStart): Promise<Thread> {
  const script = `const { parentPort, workerData } = require('node:worker_threads'); parentPort.postMessage('ready'); (${runThread})(workerData)`
  const worker = new Worker(script, { eval: true, workerData: start })
  worker.unref() // it never ends by itself
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () => resolve({ terminate: () => void worker.terminate() }))
  })
}
