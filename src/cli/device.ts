// The device of a command: in Node, WebGPU comes from Dawn, and messages about a missing adapter differ from those in a browser.
import { type BackendChoice, type DeviceInfo, type DeviceRecord, describeDevice, hasOtherBits } from '../spec/backends.ts'
import { type Device, openDevice } from '../tensor/backend.ts'
import { DeviceError } from '../tensor/device-errors.ts'
import { SOFTWARE_GPU, wasmNotice } from '../tensor/device-messages.ts'
import { nodeWasmHost } from './wasm-host.ts'

const NO_ADAPTER = 'Dawn, which brings WebGPU to Node, finds no graphics adapter.'
const DRIVER = 'On Linux, install a Vulkan driver and its loader (Debian: libvulkan1 and mesa-vulkan-drivers)'

/** @throws DeviceError where the wanted backend cannot be had */
export async function openNodeDevice(wanted: BackendChoice): Promise<Device> {
  const { gpu } = (globalThis as { navigator?: { gpu?: unknown } }).navigator ?? {}
  if (wanted === 'webgl') throw wrongDevice('There is no WebGL in Node.', 'Leave --backend out, and the best that works is taken.')
  if (wanted === 'webgpu' && !gpu) throw wrongDevice(NO_ADAPTER, `${DRIVER}; without --backend the best that works is taken.`)
  if (wanted !== 'auto') return openDevice(wanted, nodeWasmHost())
  const device = await openDevice(gpu ? 'auto' : 'wasm', nodeWasmHost())
  return { ...device, info: { ...device.info, notice: gpu ? inNode(device.info.notice) : NO_ADAPTER } }
}

/** The line names the device already, and advice about browsers does not apply in Node. */
function inNode(notice: string | null): string | null {
  return notice === wasmNotice([SOFTWARE_GPU], null) ? SOFTWARE_GPU.message : notice
}

function wrongDevice(message: string, advice: string): DeviceError {
  return new DeviceError({ reason: 'wrong-device', message, advice })
}

/** The line at the start of every command that computes. */
export function deviceLine(info: DeviceInfo): string {
  return `device: ${describeDevice(info)}${info.notice ? `. ${info.notice}` : ''}`
}

/** The message where a run is resumed on a device that computes other bits; null where it is the same, or where that is not known. */
export function describeOtherBits(step: number, before: DeviceRecord | null, now: DeviceRecord): string | null {
  if (!before || !hasOtherBits(before, now)) return null
  return `Up to step ${step} the run was trained on ${describeDevice(before)}; from here on other bits, the same training.`
}
