// What a page gives to WebAssembly: TensorFlow.js's binary from its own origin, and Workers as threads where memory may be shared.
import { locked } from '../spec/locked-worker.ts'
import { binaryAddress } from '../tensor/wasm/binary-address.ts'
import type { WasmHost } from '../tensor/wasm/module.ts'
import { MAX_THREADS, type Thread, type ThreadStart } from '../tensor/wasm/threads.ts'

export function browserWasmHost(): WasmHost {
  return { binary: fetchBinary, threads: self.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, MAX_THREADS) : 1, startThread }
}

async function fetchBinary(): Promise<Uint8Array> {
  const response = await fetch(new URL(binaryAddress, self.location.href))
  if (!response.ok) throw new Error(`the server answers ${response.status} for WebAssembly`)
  return new Uint8Array(await response.arrayBuffer())
}

function startThread(start: ThreadStart): Promise<Thread> {
  const Worker = locked(globalThis.Worker)
  const worker = new Worker(new URL('./wasm-thread.ts', import.meta.url), { type: 'module', name: 'wasm-thread' })
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(`a thread could not be started: ${message}`))
    worker.onmessage = () => resolve({ terminate: () => worker.terminate() })
    worker.postMessage(start)
  })
}
