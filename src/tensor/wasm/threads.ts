// Runs functions of our WebAssembly module on ranges of work that several threads share. A range is divided into chunks; each thread takes the next one
// when it is free, so that a thread that is not scheduled delays nobody. The results do not depend on which thread computes what.

/** Exports of our module. */
export type Exports = Readonly<Record<string, (...numbers: number[]) => void>>

/** What a thread needs to know. It is posted to it, so it is plain data. */
export interface ThreadStart {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** See STATE. */
  readonly state: Int32Array
  /** The numbers of the call, except the bounds of the chunk and the number of the thread. */
  readonly numbers: Float64Array
  /** Its number; that of the caller is 0. */
  readonly thread: number
  /** Names of the functions, by their number. */
  readonly names: readonly string[]
}

export interface Thread {
  terminate(): void
}

/** Resolves once the thread waits for calls. */
export type StartThread = (start: ThreadStart) => Promise<Thread>

export interface ThreadPool {
  readonly threads: number
  /**
   * Calls function `name` with these numbers, then the bounds of a chunk and the number of the thread, for chunks that together cover 0 … length.
   * @param grain bounds are multiples of it, but for the last
   * @param work products and sums of all
   * @throws Error where a chunk cannot be computed, once all threads are done
   */
  run(name: string, numbers: readonly number[], length: number, grain: number, work: number): void
  dispose(): void
}

/** Indices in the state: number of the call, threads still running, where the next chunk begins; the function, how many numbers, the range, the length of a chunk; whether one failed. */
const STATE = { call: 0, pending: 1, next: 2, name: 3, count: 4, length: 5, chunk: 6, failed: 7 } as const

/** More threads than these wait for the memory and for one another. */
export const MAX_THREADS = 8

/** Numbers of a call, at most. */
const MAX_NUMBERS = 48

/** Ranges with less work than this are computed by the caller alone: waking a thread takes some 20 microseconds. */
export const MIN_SHARED_WORK = 200_000

/** Chunks a thread on average. More chunks balance the load better and use the caches less well. */
const CHUNKS_PER_THREAD = 4

/** How often the caller checks whether the others are done before it sleeps: some 20 microseconds. */
const SPIN_COUNT = 2000

/** One thread: the caller. */
export function createSingleThread(exports: Exports): ThreadPool {
  return { threads: 1, run: (name, numbers, length) => exports[name]?.(...numbers, 0, length, 0), dispose: () => undefined }
}

/** @param threads two or more, the caller among them. @throws what `start` throws */
export async function createThreadPool(
  exports: Exports,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
  start: StartThread,
): Promise<ThreadPool> {
  const names = Object.keys(exports)
  const state = new Int32Array(new SharedArrayBuffer(Object.keys(STATE).length * Int32Array.BYTES_PER_ELEMENT))
  const shared = new Float64Array(new SharedArrayBuffer(MAX_NUMBERS * Float64Array.BYTES_PER_ELEMENT))
  const numbersOf = Array.from({ length: threads - 1 }, (_, i) => i + 1)
  const started = await Promise.allSettled(numbersOf.map((thread) => start({ module, memory, state, numbers: shared, thread, names })))
  const others = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = started.find((result) => result.status === 'rejected')
  const dispose = () => {
    for (const other of others.splice(0)) other.terminate()
  }
  if (failed) {
    dispose()
    throw failed.reason
  }
  return {
    threads,
    run(name, numbers, length, grain, work) {
      if (work < MIN_SHARED_WORK || length <= grain) {
        exports[name]?.(...numbers, 0, length, 0)
        return
      }
      shared.set(numbers)
      state[STATE.name] = names.indexOf(name)
      state[STATE.count] = numbers.length
      state[STATE.length] = length
      const chunk = Math.ceil(length / (threads * CHUNKS_PER_THREAD) / grain) * grain
      state[STATE.chunk] = chunk
      state[STATE.next] = 0
      state[STATE.failed] = 0
      state[STATE.pending] = others.length
      Atomics.add(state, STATE.call, 1)
      Atomics.notify(state, STATE.call)
      try {
        for (let from = Atomics.add(state, STATE.next, chunk); from < length; from = Atomics.add(state, STATE.next, chunk)) {
          exports[name]?.(...numbers, from, Math.min(length, from + chunk), 0)
        }
      } finally {
        for (let look = 0; Atomics.load(state, STATE.pending) > 0; look++) {
          if (look >= SPIN_COUNT) Atomics.wait(state, STATE.pending, Atomics.load(state, STATE.pending) || -1) // never for 0: nobody would call any more
        }
      }
      if (Atomics.load(state, STATE.failed) > 0) throw new Error(`a thread could not compute its part of “${name}”`)
    },
    dispose,
  }
}

/** The main loop of a thread, until it is terminated. It must not refer to anything outside: Node starts it from its source text. */
export function runThread({ module, memory, state, numbers, thread, names }: ThreadStart): void {
  const [CALL, PENDING, NEXT, NAME, COUNT, LENGTH, CHUNK, FAILED] = [0, 1, 2, 3, 4, 5, 6, 7] as const // as in STATE
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports
  for (let call = 0; ; call = (call + 1) | 0) {
    while (Atomics.load(state, CALL) === call) Atomics.wait(state, CALL, call)
    const given = Array.from(numbers.subarray(0, state[COUNT]))
    const run = exports[names[state[NAME] as number] as string]
    const [length, chunk] = [state[LENGTH] as number, state[CHUNK] as number]
    try {
      for (let from = Atomics.add(state, NEXT, chunk); from < length; from = Atomics.add(state, NEXT, chunk)) {
        run?.(...given, from, Math.min(length, from + chunk), thread)
      }
    } catch {
      Atomics.store(state, FAILED, 1) // the caller waits for every thread, so this one goes on
    }
    if (Atomics.sub(state, PENDING, 1) === 1) Atomics.notify(state, PENDING)
  }
}
