// The Worker of one thread of WebAssembly. It lives as long as its device.
import type { WorkerStart } from '../spec/worker-service.ts'
import { runThread, type ThreadStart } from '../tensor/wasm/threads.ts'

self.onmessage = ({ data: { port } }: MessageEvent<WorkerStart<'ready', ThreadStart>>) => {
  port.onmessage = ({ data }) => {
    port.postMessage('ready')
    runThread(data)
  }
}
