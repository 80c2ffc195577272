// Runs functions of our WebAssembly module, each part of a range of work on a thread of its own. Threads sleep in between, wake when the
// number of the call changes, and call the same function for their part of the range; who calls does the first part, then waits for the others.

/** Exports of our module. */
export type Exports = Readonly<Record<string, (...numbers: number[]) => void>>

/** What a thread needs to know. It is posted to it, so it is plain data. */
export interface ThreadStart {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** Number of the call, parts not done, number of the function, how many numbers it takes, whether a part has failed. */
  readonly state: Int32Array
  /** The numbers of the call; the last two are the length of the range and the grain of its parts. */
  readonly numbers: Float64Array
  /** Which part is its. */
  readonly part: number
  readonly parts: number
  /** Names of the functions, by their number. */
  readonly names: readonly string[]
}

export interface Thread {
  terminate(): void
}

/** Resolves once the thread waits for calls. */
export type StartThread = (start: ThreadStart) => Promise<Thread>

const MAX_NUMBERS = 48

/** Ranges with less work than this, in products and sums, are done by the caller alone: to wake a thread takes some 20 microseconds. */
const WORTH_SHARING = 200_000

export interface Workforce {
  readonly threads: number
  /**
   * Calls function `name` with these numbers, then the bounds of a part and the number of the thread, once for each part of 0 … length.
   * @param grain bounds are multiples of it; @param work products and sums of all
   */
  run(name: string, numbers: readonly number[], length: number, grain: number, work: number): void
  dispose(): void
}

/** One thread: the caller. */
export function createSoloWorkforce(exports: Exports): Workforce {
  return {
    threads: 1,
    run(name, numbers, length) {
      exports[name]?.(...numbers, 0, length, 0)
    },
    dispose: () => undefined,
  }
}

/** @param threads two or more, the caller among them. @throws what `start` throws */
export async function createWorkforce(
  exports: Exports,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
  start: StartThread,
): Promise<Workforce> {
  const names = Object.keys(exports)
  const state = new Int32Array(new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT))
  const shared = new Float64Array(new SharedArrayBuffer(MAX_NUMBERS * Float64Array.BYTES_PER_ELEMENT))
  const others = await startAll(threads - 1, (i) => start({ module, memory, state, numbers: shared, part: i + 1, parts: threads, names }))
  return {
    threads,
    run(name, numbers, length, grain, work) {
      if (work < WORTH_SHARING || length <= grain) {
        exports[name]?.(...numbers, 0, length, 0)
        return
      }
      shared.set(numbers)
      shared[numbers.length] = length
      shared[numbers.length + 1] = grain
      state[2] = names.indexOf(name)
      state[3] = numbers.length
      Atomics.store(state, 1, others.length)
      Atomics.add(state, 0, 1)
      Atomics.notify(state, 0)
      try {
        exports[name]?.(...numbers, 0, endOfPart(0, threads, length, grain), 0)
      } finally {
        while (Atomics.load(state, 1) > 0); // the parts are alike, so there is little to wait for
      }
      if (Atomics.load(state, 4) > 0) throw new Error('a thread failed')
    },
    dispose() {
      for (const thread of others) thread.terminate()
    },
  }
}

/** All of them or none. @throws what the first that fails throws */
async function startAll(count: number, start: (index: number) => Promise<Thread>): Promise<readonly Thread[]> {
  const results = await Promise.allSettled(Array.from({ length: count }, (_, i) => start(i)))
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = results.find((result) => result.status === 'rejected')
  if (!failed) return started
  for (const thread of started) thread.terminate()
  throw failed.reason
}

function endOfPart(part: number, parts: number, length: number, grain: number): number {
  return Math.min(length, Math.ceil((length * (part + 1)) / parts / grain) * grain)
}

/** The life of a thread. Complete in itself: Node starts it from its text. */
export function liveAsThread({ module, memory, state, numbers, part, parts, names }: ThreadStart): void {
  const end = (which: number, length: number, grain: number) => Math.min(length, Math.ceil((length * (which + 1)) / parts / grain) * grain)
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports
  for (let call = 0; ; call = (call + 1) | 0) {
    while (Atomics.load(state, 0) === call) Atomics.wait(state, 0, call)
    const count = state[3] as number
    const given = Array.from(numbers.subarray(0, count + 2))
    const grain = given.pop() as number
    const length = given.pop() as number
    try {
      exports[names[state[2] as number] as string]?.(...given, end(part - 1, length, grain), end(part, length, grain), part)
    } catch {
      Atomics.store(state, 4, 1)
    }
    Atomics.sub(state, 1, 1)
  }
}
