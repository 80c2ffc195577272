// WebAssembly where something that it needs is missing: the next best is chosen, with the reason.
import { afterEach, expect, test, vi } from 'vitest'
import { openDevice } from '../tensor/backend.ts'
import { BackendError } from '../tensor/device-errors.ts'
import { NO_WEBGPU, NOT_ISOLATED, SOFTWARE_GPU, WASM_BLOCKED, wasmNotice } from '../tensor/device-messages.ts'
import * as tf from '../tensor/tf.ts'
import type { WasmHost } from '../tensor/wasm/module.ts'
import type { ThreadStart } from '../tensor/wasm/threads.ts'
import { nodeWasmHost } from './wasm-host.ts'

/** The parts of Node that are made to fail here. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: { compile(): Promise<never>; validate(): boolean; readonly Memory: { readonly prototype: { grow(): number } } }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** What Chromium throws. */
const refuse = () =>
  Promise.reject(new Error('Compiling or instantiating WebAssembly module violates the following Content Security policy directive'))

test('without WebGPU WebAssembly is chosen, with its threads and a notice; chosen explicitly it has no notice', async () => {
  const { info } = await openDevice('auto', nodeWasmHost(2))
  expect(info).toMatchObject({ backend: 'wasm', threads: 2, notice: wasmNotice([NO_WEBGPU], null) })
  expect((await openDevice('wasm', nodeWasmHost(2))).info.notice).toBeNull()
})

/** A browser's WebGPU whose device does not open. */
function stubAdapter(description: string) {
  const requestDevice = vi.fn(() => Promise.reject(new Error('it does not open')))
  const info = { description, vendor: '', architecture: '', device: '', isFallbackAdapter: false }
  const requestAdapter = async () => ({ info, features: new Set(), limits: {}, requestDevice })
  vi.stubGlobal('navigator', { gpu: { requestAdapter } })
  return requestDevice
}

test('a software GPU is used only where WebAssembly does not open; a hardware GPU comes first', async () => {
  const imitated = stubAdapter('SwiftShader Device')
  const { info } = await openDevice('auto', nodeWasmHost(1))
  expect(info).toMatchObject({ backend: 'wasm', notice: wasmNotice([SOFTWARE_GPU], null) })
  expect(imitated).not.toHaveBeenCalled()
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  expect((await openDevice('auto', nodeWasmHost(1))).info.backend).toBe('cpu')
  expect(imitated).toHaveBeenCalledOnce()
  vi.restoreAllMocks()

  const real = stubAdapter('Apple M2')
  const second = await openDevice('auto', nodeWasmHost(1))
  expect(real).toHaveBeenCalledOnce()
  expect(second.info).toMatchObject({ backend: 'wasm', notice: expect.stringContaining('WebGPU could not be opened: it does not open.') })
})

test('where memory cannot be shared there is one thread, and a notice of what would make it faster', async () => {
  const { info } = await openDevice('wasm', { ...nodeWasmHost(1), threadProblem: NOT_ISOLATED })
  expect(info).toMatchObject({ threads: 1, notice: `${NOT_ISOLATED.message} ${NOT_ISOLATED.advice}` })
})

test('where the second of three threads does not start, the first is ended and one thread does the work', async () => {
  const ended: number[] = []
  const startThread = async ({ thread }: ThreadStart) => {
    if (thread === 2) throw new Error('too many of them')
    return { terminate: () => void ended.push(thread) }
  }
  const { info } = await openDevice('wasm', { ...nodeWasmHost(3), startThread })
  expect(info).toMatchObject({
    backend: 'wasm',
    threads: 1,
    notice: expect.stringContaining('no other could be started: too many of them.'),
  })
  expect(ended).toEqual([1])
})

test.each<[string, Partial<WasmHost>, () => void, string]>([
  ['a policy forbids it', {}, () => vi.spyOn(WebAssembly, 'compile').mockImplementation(refuse), WASM_BLOCKED.message],
  [
    'its binary is not served',
    { binary: () => Promise.reject(new BackendError({ message: 'It is not there.', advice: 'Look.' })) },
    () => undefined,
    'It is not there.',
  ],
  ['its SIMD is missing', {}, () => vi.spyOn(WebAssembly, 'validate').mockReturnValue(false), '(SIMD)'],
])('where %s the next best is taken', async (_case, host, breakIt, sentence) => {
  breakIt()
  const { info } = await openDevice('auto', { ...nodeWasmHost(1), ...host })
  expect(info).toMatchObject({ backend: 'cpu', notice: expect.stringContaining(sentence) })
  await expect(openDevice('wasm', { ...nodeWasmHost(1), ...host })).rejects.toMatchObject({
    failure: { reason: 'wrong-device', message: expect.stringContaining(sentence) },
  })
})

test('memory that cannot grow is a failure with advice', async () => {
  await openDevice('wasm', nodeWasmHost(1))
  vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('Unable to grow instance memory')
  })
  const large = () => tf.tidy(() => tf.add(tf.fill([40, 1024, 1024], 1), 1))
  expect(large).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ reason: 'out-of-memory', advice: expect.stringContaining('smaller batch') }),
    }),
  )
})
