// The devices that tests run on: every operation and the whole step on each backend with our kernels, which are WebGPU through Dawn, and
// WebAssembly with one thread and with two.
import { type Device, openDevice } from './backend.ts'
import { wasmHost } from './wasm/test-host.ts'

/** For what may differ with the number of threads: whole steps and runs. */
export const TEST_DEVICES = ['webgpu', 'wasm', 'wasm on 2 threads'] as const

/** For single operations: that their bits are the same on any number of threads, wasm/kernels.test.ts shows. */
export const OP_DEVICES = ['webgpu', 'wasm on 2 threads'] as const

export type TestDevice = (typeof TEST_DEVICES)[number] | 'cpu'

export function openTestDevice(name: TestDevice): Promise<Device> {
  if (name === 'wasm') return openDevice('wasm', wasmHost(1))
  if (name === 'wasm on 2 threads') return openDevice('wasm', wasmHost(2))
  return openDevice(name)
}
