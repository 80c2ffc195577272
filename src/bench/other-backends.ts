// The backends that `bench step --with` times in addition to WebGPU: WebAssembly with our kernels, on one thread and on all, WebGL and the plain processor.
import { openDevice, openWasmBackend } from '../tensor/backend.ts'
import { checkDevice } from '../tensor/self-test.ts'
import type { WasmHost } from '../tensor/wasm/module.ts'

export const OTHER_BACKENDS = ['wasm', 'webgl', 'cpu'] as const
export type OtherBackend = (typeof OTHER_BACKENDS)[number]

export interface OpenBackend {
  /** Prefix of the names of its figures. */
  readonly name: 'wasm' | 'wasmThreads' | 'webgl' | 'cpu'
  /** Its name among those of TensorFlow.js. */
  readonly backend: string
  readonly threads: number
  /** Milliseconds that opening took, which for WebAssembly includes compiling. */
  readonly openMilliseconds: number
  /** Resolves when all work sent to it is done. */
  settle(): Promise<void>
}

type Opened = Pick<OpenBackend, 'backend' | 'threads' | 'settle'>

/** Opens them all, each under a name of its own, so that steps can be taken in turns. @throws Error where one cannot be had or computes wrongly */
export async function openOtherBackends(wanted: readonly OtherBackend[], host: WasmHost, now: () => number): Promise<OpenBackend[]> {
  const opened: OpenBackend[] = []
  const open = async (name: OpenBackend['name'], work: () => Promise<Opened>) => {
    const began = now()
    const backend = await work()
    opened.push({ name, ...backend, openMilliseconds: now() - began })
  }
  if (wanted.includes('wasm')) {
    await open('wasm', () => openWebAssembly('wasm-1', { ...host, threads: 1 }))
    if (host.threads > 1) await open('wasmThreads', () => openWebAssembly(`wasm-${host.threads}`, host))
  }
  for (const name of ['webgl', 'cpu'] as const) {
    if (wanted.includes(name)) await open(name, async () => ({ backend: name, threads: 1, settle: (await openDevice(name)).settle }))
  }
  return opened
}

async function openWebAssembly(name: string, host: WasmHost): Promise<Opened> {
  const { threadPool } = await openWasmBackend(host, name)
  const wrong = await checkDevice()
  if (wrong) throw new Error(`WebAssembly computes wrongly here: ${wrong}`)
  return { backend: name, threads: threadPool.threads, settle: async () => undefined } // a kernel has done its work when it returns
}
