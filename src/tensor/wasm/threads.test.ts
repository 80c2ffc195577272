// Threads that share a range of work, on a small program written out by hand: every place is done once, however many calls there are, and a part that
// cannot be computed is an error and not a wait without an end. That kernels give the same bits on any number of them is in kernels.test.ts.
import { afterEach, describe, expect, test } from 'vitest'
import { wasmHost } from './test-host.ts'
import { createSingleThread, createThreadPool, type Exports, type StartThread, type ThreadPool } from './threads.ts'

/** More than it takes for a range to be shared. */
const MUCH = 1e9

const text = (value: string) => [value.length, ...Array.from(value, (letter) => letter.charCodeAt(0))]
const section = (id: number, ...content: number[]) => [id, content.length, ...content]
const body = (...code: number[]) => [code.length + 1, ...code, 11]
const exported = (name: string, index: number) => [...text(name), 0, index]
const [GET_ADDRESS, GET_FROM, GET_TO] = [
  [32, 0],
  [32, 1],
  [32, 2],
]

/** count(address, from, to, thread): adds one to each of the places from … to. */
const COUNT = [
  ...[1, 1, 127], // one more i32
  ...[2, 64, 3, 64], // block, loop
  ...[...GET_FROM, ...GET_TO, 78, 13, 1], // from >= to: out of the block
  ...[...GET_ADDRESS, ...GET_FROM, 65, 4, 108, 106, 34, 4], // address + 4 · from, kept
  ...[32, 4, 40, 2, 0, 65, 1, 106, 54, 2, 0], // load, plus one, store
  ...[...GET_FROM, 65, 1, 106, 33, 1, 12, 0], // from + 1, again
  ...[11, 11],
]

/** meet(address, failing, from, to, thread): waits until both threads are there, then the failing one fails. */
const MEET = [
  0,
  ...[...GET_ADDRESS, 32, 4, 65, 4, 108, 106, 65, 1, 254, 23, 2, 0], // atomic store of 1 at address + 4 · thread
  ...[3, 64, ...GET_ADDRESS, 254, 16, 2, 0, ...GET_ADDRESS, 254, 16, 2, 4, 113, 69, 13, 0, 11], // loop until both are 1
  ...[32, 4, 32, 1, 70, 4, 64, 0, 11], // if thread = failing: unreachable
]

const PROGRAM = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...section(1, 2, 96, 4, 127, 127, 127, 127, 0, 96, 5, 127, 127, 127, 127, 127, 0), // four or five i32 → nothing
  ...section(2, 1, ...text('env'), ...text('memory'), 2, 3, 1, 1),
  ...section(3, 2, 0, 1),
  ...section(7, 2, ...exported('count', 0), ...exported('meet', 1)),
  ...section(10, 2, ...body(...COUNT), ...body(...MEET)),
])

const threadPools: ThreadPool[] = []
afterEach(() => {
  for (const threadPool of threadPools.splice(0)) threadPool.dispose()
})

async function open(threads: number, start: StartThread = wasmHost(threads).startThread) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  const module = await WebAssembly.compile(PROGRAM)
  const exports = (await WebAssembly.instantiate(module, { env: { memory } })).exports as Exports
  const threadPool = threads === 1 ? createSingleThread(exports) : await createThreadPool(exports, module, memory, threads, start)
  threadPools.push(threadPool)
  return { threadPool, places: new Int32Array(memory.buffer) }
}

describe.each([1, 2, 3])('%i threads', (threads) => {
  test('do every place of a range once, also where it does not divide', async () => {
    const { threadPool, places } = await open(threads)
    for (const length of [1, 2, 3, 7, 8, 9, 100, 1001]) {
      for (const grain of [1, 4, 8, 2000]) {
        places.fill(0)
        threadPool.run('count', [64], length, grain, MUCH)
        const around = [...places.subarray(0, 16), ...places.subarray(16 + length)]
        expect([...places.subarray(16, 16 + length)], `${length} by ${grain}`).toEqual(Array(length).fill(1))
        expect(around.every((value) => value === 0)).toBe(true)
      }
    }
  })

  test('answer ten thousand small calls in a row, some of them too small to be shared', async () => {
    const { threadPool, places } = await open(threads)
    for (let call = 0; call < 10_000; call++) threadPool.run('count', [0], 5 + (call % 3), 1, call % 7 === 0 ? 0 : MUCH)
    expect([...places.subarray(0, 8)]).toEqual([10_000, 10_000, 10_000, 10_000, 10_000, 6666, 3333, 0])
  })

  test('end when they are disposed of; then the caller is alone', async () => {
    let ended = 0
    const start: StartThread = async (given) => {
      const thread = await wasmHost(threads).startThread(given)
      return {
        terminate() {
          ended++
          thread.terminate()
        },
      }
    }
    const { threadPool, places } = await open(threads, start)
    threadPool.dispose()
    expect(ended).toBe(threads - 1)
    threadPool.run('count', [0], 100, 1, MUCH)
    expect([...places.subarray(0, 101)]).toEqual([...Array(100).fill(1), 0])
  })
})

test('both threads take part', async () => {
  const { threadPool, places } = await open(2)
  threadPool.run('meet', [0, -1], 2, 1, MUCH)
  expect([...places.subarray(0, 2)]).toEqual([1, 1])
})

test.each([
  ['the other thread', 1, /“meet”/],
  ['the caller', 0, /unreachable/],
])('where the part of %s fails, the call fails, and the next one is right', async (_who, failing, sentence) => {
  const { threadPool, places } = await open(2)
  for (let k = 0; k < 3; k++) {
    places.fill(0)
    expect(() => threadPool.run('meet', [0, failing], 2, 1, MUCH)).toThrow(sentence)
    places.fill(0)
    threadPool.run('count', [0], 500, 1, MUCH)
    expect([...places.subarray(0, 501)]).toEqual([...Array(500).fill(1), 0])
  }
})

test('where one of three cannot be started, the one that could is ended', async () => {
  const ended: number[] = []
  const start: StartThread = async ({ thread }) => {
    if (thread === 1) throw new Error('too many threads')
    return { terminate: () => ended.push(thread) }
  }
  await expect(open(3, start)).rejects.toThrow('too many threads')
  expect(ended).toEqual([2])
})
