// What a page gives to WebAssembly: TensorFlow.js's binary from its own origin, and Workers as threads where memory may be shared.
import { BackendError } from '../tensor/device-errors.ts'
import { NOT_ISOLATED } from '../tensor/device-messages.ts'
import { binaryAddress } from '../tensor/wasm/binary-address.ts'
import type { WasmHost } from '../tensor/wasm/module.ts'
import { MAX_THREADS, type StartThread } from '../tensor/wasm/threads.ts'
import type { MakeWorker } from './page-workers.ts'

export function browserWasmHost(makeWorker: MakeWorker): WasmHost {
  const { crossOriginIsolated, navigator } = self
  return {
    binary: fetchBinary,
    threads: crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, MAX_THREADS) : 1,
    threadProblem: crossOriginIsolated || navigator.hardwareConcurrency === 1 ? null : NOT_ISOLATED,
    startThread: startThreadIn(makeWorker),
  }
}

async function fetchBinary(): Promise<Uint8Array> {
  const response = await fetch(new URL(binaryAddress, self.location.href)).catch(() => null)
  if (response?.ok) return new Uint8Array(await response.arrayBuffer())
  throw new BackendError({
    message: `The page’s WebAssembly could not be fetched${response ? `: the server answers ${response.status}` : ''}.`,
    advice: 'Reload the page; whoever serves it should look whether all of its files are there.',
  })
}

function startThreadIn(makeWorker: MakeWorker): StartThread {
  return (start) =>
    new Promise((resolve, reject) => {
      const worker = makeWorker('wasm-thread')
      worker.onerror = ({ message }) => {
        worker.terminate()
        reject(new Error(message))
      }
      worker.onmessage = () => resolve({ terminate: () => worker.terminate() })
      worker.postMessage(start)
    })
}
