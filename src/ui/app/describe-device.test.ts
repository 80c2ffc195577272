// Names of devices as people read them.
import { expect, test } from 'vitest'
import { describeDeviceFully, describeDeviceShortly, shortDeviceName } from './describe-device.ts'

test('the short name of a device omits driver and identifiers', () => {
  const names = {
    'Apple M2': 'Apple M2',
    'google swiftshader': 'google swiftshader',
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)': 'NVIDIA GeForce RTX 3060',
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)': 'SwiftShader Device',
    'ANGLE (Apple, ANGLE Metal Renderer: Apple M1 Pro, Unspecified Version)': 'Apple M1 Pro',
    'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)': 'Mesa Intel UHD Graphics 620',
    'ANGLE (Mesa, llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5)': 'llvmpipe',
    'NVIDIA GeForce GTX 980, or similar': 'NVIDIA GeForce GTX 980',
    'AMD Radeon RX 6900 XT with a name that does not end': 'AMD Radeon RX 6900 XT with a name t…',
    '': '',
  }
  expect(Object.keys(names).map(shortDeviceName)).toEqual(Object.values(names))
})

test('the top bar shows the short name, the backend, and whether it is slow', () => {
  const name = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)'
  const device = { backend: 'webgl', name, software: true, threads: 1, notice: null } as const
  expect(describeDeviceShortly(device)).toBe('SwiftShader Device, WebGL: slow')
  expect(describeDeviceShortly({ ...device, backend: 'webgpu', name: 'Apple M2', software: false })).toBe('Apple M2, WebGPU')
})

test('the full description names the backend and calls a slow device slow', () => {
  const apple = { backend: 'webgpu', name: 'Apple M2', software: false, threads: 1, notice: null } as const
  expect(describeDeviceFully(apple)).toBe('Apple M2, WebGPU')
  expect(describeDeviceFully({ ...apple, name: 'SwiftShader', software: true })).toBe('SwiftShader, WebGPU: software adapter, slow')
  expect(describeDeviceFully({ ...apple, name: 'Processor', backend: 'cpu', software: true })).toBe('Processor, JavaScript alone: slow')
  expect(describeDeviceFully({ ...apple, backend: 'webgl' })).toBe('Apple M2, WebGL: slow')
  expect(describeDeviceFully({ ...apple, name: 'processor', backend: 'wasm', software: true, threads: 2 })).toBe(
    'processor, WebAssembly, 2 threads',
  )
})
