// Instantiates TensorFlow.js's WebAssembly module and ours with one shared memory. This replaces the loader script that Emscripten generates for the
// former, which can neither be given a memory nor be loaded under every security policy.
import { BackendError, DeviceError } from '../device-errors.ts'
import { type BackendProblem, threadsDoNotStart } from '../device-messages.ts'
import type * as tf from '../tf.ts'
import { compileKernels } from './kernels.ts'
import { initialPages, type MemoryLimits, withMemory } from './memory.ts'
import { compileProblem } from './support.ts'
import { createSingleThread, createThreadPool, type Exports, type StartThread, type ThreadPool } from './threads.ts'

/** What the environment provides for WebAssembly; a page and Node implement it. */
export interface WasmHost {
  /** TensorFlow.js's WebAssembly, the one with SIMD and without threads. */
  binary(): Promise<Uint8Array>
  /** Number of threads, at least 1; more than 1 only where memory can be shared. */
  readonly threads: number
  /** Why there is but one, where more would be possible. */
  readonly threadProblem: BackendProblem | null
  readonly startThread: StartThread
}

/** TensorFlow.js's WebAssembly backend, with the threads that run our kernels. */
export type WasmBackend = Omit<tf.BackendWasm, 'wasm'> & {
  readonly wasm: EmscriptenModule
  readonly threadPool: ThreadPool
  /** Why there is but one thread, where more would be possible. */
  readonly threadProblem: BackendProblem | null
}

type EmscriptenModule = ReturnType<typeof emscriptenModule>

const PAGE_BYTES = 65_536
/** 4 GiB, all that 32 bits can address, less one page: Emscripten's own limit. Some machines refuse to reserve as much. */
const MAXIMUM_PAGES = [65_535, 32_768, 16_384]
/** Memory grows by at least a fifth, so that it grows seldom. */
const GROWTH = 1.2

/** With one thread where more cannot be started. @throws BackendError where WebAssembly is not allowed, or what `binary` throws */
export async function openWasm(host: WasmHost, BackendWasm: new (module: never) => tf.BackendWasm): Promise<WasmBackend> {
  const binary = await host.binary()
  if (host.threads === 1) return openWith(binary, 1, host, BackendWasm, host.threadProblem)
  try {
    return await openWith(binary, host.threads, host, BackendWasm, null)
  } catch (error) {
    if (error instanceof BackendError) throw error
    return openWith(binary, 1, host, BackendWasm, threadsDoNotStart(error))
  }
}

async function openWith(
  binary: Uint8Array,
  threads: number,
  { startThread }: WasmHost,
  BackendWasm: new (module: never) => tf.BackendWasm,
  threadProblem: BackendProblem | null,
): Promise<WasmBackend> {
  const { memory, limits } = createMemory(initialPages(binary), threads > 1)
  const [theirs, ours] = await Promise.all([
    WebAssembly.instantiate(withMemory(binary, limits), emscriptenImports(memory, limits.maximum)),
    compileKernels(limits),
  ]).catch((error: unknown) => {
    const problem = compileProblem(error)
    throw problem ? new BackendError(problem) : error
  })
  const exports = (await WebAssembly.instantiate(ours, { env: { memory } })).exports as Exports
  const threadPool = limits.shared ? await createThreadPool(exports, ours, memory, threads, startThread) : createSingleThread(exports)
  const backend = new BackendWasm(emscriptenModule(theirs.instance.exports, memory, threadPool) as never)
  return Object.assign(backend, { threadPool, threadProblem }) as unknown as WasmBackend
}

/** A memory that may grow as far as this machine allows. @throws RangeError where it allows very little */
function createMemory(initial: number, shared: boolean): { memory: WebAssembly.Memory; limits: MemoryLimits } {
  for (const maximum of MAXIMUM_PAGES) {
    const limits = { initial, maximum, shared }
    try {
      return { memory: new WebAssembly.Memory(limits), limits }
    } catch {} // perhaps with less
  }
  throw new RangeError('there is no memory for WebAssembly')
}

/** The imports that the binary expects from Emscripten's script. It only writes to files to log warnings. */
function emscriptenImports(memory: WebAssembly.Memory, maximum: number): WebAssembly.Imports {
  const bytes = () => new Uint8Array(memory.buffer)
  return {
    env: {
      memory,
      abort: () => {
        throw new Error('TensorFlow.js’s WebAssembly gave up')
      },
      emscripten_memcpy_big: (to: number, from: number, count: number) => bytes().copyWithin(to >>> 0, from >>> 0, (from + count) >>> 0),
      emscripten_get_heap_max: () => maximum * PAGE_BYTES,
      emscripten_resize_heap: (wanted: number) => {
        const current = memory.buffer.byteLength / PAGE_BYTES
        const least = Math.ceil((wanted >>> 0) / PAGE_BYTES)
        for (const pages of [Math.min(maximum, Math.ceil(current * GROWTH)), least]) {
          if (pages < least) continue
          try {
            memory.grow(pages - current)
            return 1
          } catch {} // less may still do
        }
        throw new OutOfMemoryError() // to return 0 would be a trap somewhere in TensorFlow.js, which asks nowhere
      },
    },
    wasi_snapshot_preview1: {
      fd_close: () => 0,
      fd_seek: () => 0,
      fd_write: (_file: number, list: number, count: number, written: number) => warn(memory, list, count, written),
    },
  }
}

declare const console: { warn(text: string): void }

/** Logs `count` texts, whose addresses and lengths are at `list`, and stores the total length at `written`. */
function warn({ buffer }: WebAssembly.Memory, list: number, count: number, written: number): number {
  const view = new DataView(buffer)
  let text = ''
  for (let i = 0; i < count; i++) {
    const [from, length] = [view.getUint32(list + 8 * i, true), view.getUint32(list + 8 * i + 4, true)]
    text += String.fromCharCode(...new Uint8Array(buffer, from, length))
  }
  view.setUint32(written, text.length, true)
  console.warn(text.trimEnd())
  return 0
}

type CFunction = (...values: number[]) => number

/** The part of Emscripten's module that TensorFlow.js's kernels use. */
function emscriptenModule(exports: WebAssembly.Exports, memory: WebAssembly.Memory, threadPool: ThreadPool) {
  const named = (name: string) => exports[name] as CFunction
  let heap = new Uint8Array(memory.buffer)
  const bytes = () => {
    if (heap.buffer !== memory.buffer) heap = new Uint8Array(memory.buffer)
    return heap
  }
  const cwrap = (name: string, _returned: string | null, kinds: readonly string[] = []) => {
    const call = named(name)
    if (!kinds.includes('array')) return call
    return (...values: (number | boolean | Uint8Array)[]) => {
      const stack = named('stackSave')()
      try {
        return call(
          ...values.map((value) => {
            if (typeof value !== 'object') return Number(value)
            const at = named('stackAlloc')(value.length)
            bytes().set(value, at)
            return at
          }),
        )
      } finally {
        named('stackRestore')(stack)
      }
    }
  }
  named('__wasm_call_ctors')()
  return {
    cwrap,
    _malloc: (count: number) => {
      const at = named('malloc')(count) >>> 0
      if (at === 0 && count > 0) throw new OutOfMemoryError()
      return at
    },
    _free: named('free'),
    PThread: { terminateAllThreads: () => threadPool.dispose() }, // called when the backend is disposed of
    get HEAPU8() {
      return bytes()
    },
    tfjs: {
      init: named('init'),
      initWithThreadsCount: named('init_with_threads_count'),
      getThreadsCount: named('get_threads_count'),
      registerTensor: named('register_tensor'),
      disposeData: named('dispose_data'),
      dispose: named('dispose'),
    },
  }
}

/** WebAssembly has no more memory to give. */
export class OutOfMemoryError extends DeviceError {
  constructor() {
    super({
      reason: 'out-of-memory',
      message: 'The memory is full: WebAssembly has 4 GiB at most, or as much as this machine can spare.',
      advice: 'Restart the trainer, and choose a smaller batch, width or image size.',
    })
  }
}
