// Names of devices as people read them.

import type { DeviceInfo } from '../../spec/backends.ts'
import { describeDevice } from '../../spec/backends.ts'

/** Longer names end in an ellipsis. */
const MAX_LETTERS = 36

/** Chrome: “ANGLE (vendor, renderer, driver)”; the renderer may itself contain commas and brackets. */
const ANGLE = /^ANGLE \([^,]*, (.*), [^,]*\)$/

/** “ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)” is “NVIDIA GeForce RTX 3060”. */
export function shortDeviceName(name: string): string {
  const renderer = ANGLE.exec(name)?.[1] ?? name
  const short = renderer
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1')
    .replace(/ (Direct3D|OpenGL).*$/, '')
    .replace(/\((R|TM)\)/gi, '')
    .replace(/( ?\([^()]*\))+$/, '')
    .replace(/, or similar$/, '')
    .trim()
  return short.length > MAX_LETTERS ? `${short.slice(0, MAX_LETTERS - 1).trimEnd()}…` : short || name
}

/** “Apple M2, WebGPU”, “processor, WebAssembly, 2 threads”, “SwiftShader Device, WebGL: slow”. */
export function describeDeviceShortly(device: DeviceInfo): string {
  return `${describeDevice({ ...device, name: shortDeviceName(device.name) })}${isSlow(device) ? ': slow' : ''}`
}

/** “Apple M2, WebGPU”, “SwiftShader, WebGPU: software adapter, slow”. */
export function describeDeviceFully(device: DeviceInfo): string {
  const emulated = device.software && (device.backend === 'webgpu' || device.backend === 'webgl')
  return `${describeDevice(device)}${emulated ? ': software adapter, slow' : isSlow(device) ? ': slow' : ''}`
}

/** Whether it is neither WebGPU on a real GPU nor WebAssembly. */
export function isSlow({ software, backend }: DeviceInfo): boolean {
  return backend !== 'wasm' && (software || backend !== 'webgpu')
}
