// The backends by their names in links and on the command line, and what is reported about a device.

const BACKENDS = ['webgpu', 'wasm', 'webgl', 'cpu'] as const
export type Backend = (typeof BACKENDS)[number]

/** What may be chosen; `auto` is the best that works. */
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

/** The device, as it is shown to people and recorded. */
export interface DeviceInfo {
  readonly backend: Backend
  /** For people, such as "Apple M2" or "SwiftShader". */
  readonly name: string
  /** A software adapter, a CPU that emulates a GPU: correct and slow. */
  readonly software: boolean
  /** Threads of WebAssembly; 1 on all other backends. */
  readonly threads: number
  /** Why this is not the fast path, or null. */
  readonly notice: string | null
}

/** What a run records about the device it was trained on. */
export type DeviceRecord = Pick<DeviceInfo, 'backend' | 'name' | 'threads'>

export function recordOf({ backend, name, threads }: DeviceInfo): DeviceRecord {
  return { backend, name, threads }
}

/** “Apple M2, WebGPU”, “processor, WebAssembly, 2 threads”. */
export function describeDevice({ backend, name, threads }: DeviceRecord): string {
  return [name, BACKEND_NAMES[backend], ...describeThreads({ backend, threads })].join(', ')
}

/** A list, empty where there is nothing to say: only WebAssembly may have several threads. */
export function describeThreads({ backend, threads }: Pick<DeviceRecord, 'backend' | 'threads'>): string[] {
  return backend === 'wasm' ? [threads === 1 ? '1 thread' : `${threads} threads`] : []
}

/**
 * Whether the same step gives other bits on the second device than on the first. Graphics adapters round differently; WebAssembly computes the
 * same with any number of threads, and browsers do not reveal the processor.
 */
export function hasOtherBits(before: DeviceRecord, now: DeviceRecord): boolean {
  return before.backend !== now.backend || ((now.backend === 'webgpu' || now.backend === 'webgl') && before.name !== now.name)
}
