// The device of a command: in Node, WebGPU comes from Dawn, and where it has no adapter that is told in other words than in a browser.
import { type Device, DeviceError, openDevice } from '../tensor/backend.ts'
import { nodeWasmHost } from './wasm-host.ts'

/** @throws DeviceError where the wanted backend cannot be had */
export async function openNodeDevice(wanted: Parameters<typeof openDevice>[0]): Promise<Device> {
  const { gpu } = (globalThis as { navigator?: { gpu?: unknown } }).navigator ?? {}
  if (wanted !== 'webgpu' || gpu) return openDevice(wanted, nodeWasmHost())
  throw new DeviceError({
    reason: 'wrong-device',
    message: 'Dawn, which brings WebGPU to Node, finds no graphics adapter.',
    advice:
      'On Linux, install a Vulkan driver and its loader (Debian: libvulkan1 and mesa-vulkan-drivers); for tiny runs there is --backend cpu.',
  })
}
