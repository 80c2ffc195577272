// The Worker of one thread of WebAssembly. It lives as long as its device.
import { liveAsThread, type ThreadStart } from '../tensor/wasm/threads.ts'

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  self.postMessage('ready')
  liveAsThread(data)
}
