// How devices are described and compared.
import { expect, test } from 'vitest'
import { type DeviceRecord, describeDevice, hasOtherBits } from './backends.ts'

const wasm: DeviceRecord = { backend: 'wasm', name: 'processor', threads: 2 }
const apple: DeviceRecord = { backend: 'webgpu', name: 'Apple M2', threads: 1 }

test('a device is described by its name, its backend, and on WebAssembly its threads', () => {
  expect([wasm, { ...wasm, threads: 1 }, apple].map(describeDevice)).toEqual([
    'processor, WebAssembly, 2 threads',
    'processor, WebAssembly, 1 thread',
    'Apple M2, WebGPU',
  ])
})

test('another backend or another adapter gives other bits; another number of threads does not', () => {
  expect(hasOtherBits(wasm, { ...wasm, threads: 8 })).toBe(false)
  expect(hasOtherBits(apple, apple)).toBe(false)
  expect(hasOtherBits(apple, wasm)).toBe(true)
  expect(hasOtherBits(apple, { ...apple, name: 'Intel Arc' })).toBe(true)
})
