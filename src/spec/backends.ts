// The ways to compute, by their names in links and on the command line, and a device in words.
import type { DeviceInfo } from './report.ts'

export const BACKENDS = ['webgpu', 'wasm', 'webgl', 'cpu'] as const
export type Backend = (typeof BACKENDS)[number]

/** What may be asked for; `auto` is the best that works. */
export const BACKEND_CHOICES = ['auto', ...BACKENDS] as const
export type BackendChoice = (typeof BACKEND_CHOICES)[number]

export function isBackendChoice(name: string | null): name is BackendChoice {
  return BACKEND_CHOICES.some((choice) => choice === name)
}

export const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  cpu: 'JavaScript alone',
}

/** What a run says of the device it was trained on. */
export type DeviceRecord = Pick<DeviceInfo, 'backend' | 'name' | 'threads'>

export function recordOf({ backend, name, threads }: DeviceInfo): DeviceRecord {
  return { backend, name, threads }
}

/** “Apple M2, WebGPU”, “processor, WebAssembly, 2 threads”. */
export function describeDevice({ backend, name, threads }: DeviceRecord): string {
  return [name, BACKEND_NAMES[backend], ...describeThreads({ backend, threads })].join(', ')
}

/** In a list, so that it can be left out: only on WebAssembly there may be several. */
export function describeThreads({ backend, threads }: Pick<DeviceRecord, 'backend' | 'threads'>): string[] {
  return backend === 'wasm' ? [threads === 1 ? '1 thread' : `${threads} threads`] : []
}

/**
 * Whether the same step gives other bits on the second device than on the first. Graphics adapters round each in their own way; WebAssembly
 * computes the same with any number of threads, and what processor it runs on no browser tells.
 */
export function hasOtherBits(before: DeviceRecord, now: DeviceRecord): boolean {
  return before.backend !== now.backend || ((now.backend === 'webgpu' || now.backend === 'webgl') && before.name !== now.name)
}
