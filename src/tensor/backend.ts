// Chooses the adapter and the backend and owns the device: its features and limits, and its loss as a promise. TensorFlow.js requests few
// limits and does not listen for a lost device, so the device is created here and passed to it.
import type { Backend, BackendChoice, DeviceInfo } from '../spec/backends.ts'
import type { Failure } from '../spec/report.ts'
import { BackendError, DeviceError } from './device-errors.ts'
import {
  allProblems,
  type BackendProblem,
  cannotOpen,
  NO_ADAPTER,
  NO_WASM,
  NO_WEBGL,
  NO_WEBGPU,
  NOT_SECURE,
  SOFTWARE_GPU,
  slowNotice,
  softwareGpuNotice,
  wasmNotice,
  wrongResults,
} from './device-messages.ts'
import { isSoftwareName, webglRenderer } from './graphics-names.ts'
import './ops/index.ts'
import { registerBackendKernels } from './ops/op.ts'
import { configureForAdapter } from './ops/tile.ts'
import { enableBufferViews } from './placement.ts'
import { compute } from './readback.ts'
import { checkDevice } from './self-test.ts'
import { submit } from './stream.ts'
import * as tf from './tf.ts'
import { openWasm, type WasmBackend, type WasmHost } from './wasm/module.ts'
import { wasmProblem } from './wasm/support.ts'

export interface Device {
  readonly info: DeviceInfo
  /** Resolves when the device is gone or has failed; never rejects. */
  readonly failed: Promise<Failure>
  /** Resolves when everything submitted so far is done: the training loop waits for it, so that the queue does not grow. */
  settle(): Promise<void>
}

/** Requested where the adapter has them. Benches time dispatches by timestamps. */
const FEATURES: readonly GPUFeatureName[] = ['timestamp-query']

const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
  'maxUniformBufferBindingSize',
] as const

/** The name in TensorFlow.js of its WebGPU backend with our kernels. */
export const OWN_KERNELS = 'quarterturn'

/** The name of its WebAssembly backend with our kernels. */
const OWN_WASM = 'quarterturn-wasm'

/** Whether the current backend is WebGPU with our kernels. */
export function hasOwnKernels(): boolean {
  return tf.getBackend() === OWN_KERNELS
}

/**
 * Opens the wanted backend, or with `auto` the best one that works. Every device computes a small known answer first.
 * @param host for WebAssembly; without it that is left out
 * @throws DeviceError where none is usable
 */
export async function openDevice(wanted: BackendChoice, host: WasmHost | null = null): Promise<Device> {
  const problems: BackendProblem[] = []
  for await (const backend of wanted === 'auto' ? bestFirst(host, problems) : [wanted]) {
    try {
      const device = await openBackend(backend, host, problems)
      const wrong = await checkDevice()
      if (!wrong) return device
      problems.push(wrongResults(backend, device.info.name, wrong))
    } catch (error) {
      problems.push(error instanceof BackendError ? error.problem : cannotOpen(backend, error))
    }
  }
  throw new DeviceError({ reason: 'wrong-device', ...allProblems(problems) })
}

/**
 * The order of preference of `auto`; a backend is only tried where all before it failed. A software adapter comes after WebAssembly: it
 * runs on the same processor, is slower and has to compile its shaders.
 * @param problems receives why there is no WebGPU on a GPU
 */
async function* bestFirst(host: WasmHost | null, problems: BackendProblem[]): AsyncGenerator<Backend> {
  const adapter = await findAdapter().catch((error) => (error instanceof BackendError ? error.problem : cannotOpen('webgpu', error)))
  const imitated = 'info' in adapter && isSoftware(adapter)
  if ('info' in adapter && !imitated) yield 'webgpu'
  else problems.push('info' in adapter ? SOFTWARE_GPU : adapter)
  if (host) yield 'wasm'
  const renderer = webglRenderer()
  const webglOnGpu = renderer !== null && !isSoftwareName(renderer)
  if (webglOnGpu) yield 'webgl'
  if (imitated) yield 'webgpu'
  if (!webglOnGpu) yield 'webgl'
  yield 'cpu'
}

/** Opens a device that computes nothing, such as Dawn's null backend, without the check, which would fail. Only for timing the JavaScript. */
export function openNullDevice(): Promise<Device> {
  return openWebGPU()
}

function openBackend(backend: Backend, host: WasmHost | null, problems: readonly BackendProblem[]): Promise<Device> {
  switch (backend) {
    case 'webgpu':
      return openWebGPU(problems)
    case 'wasm':
      return openWebAssembly(host, problems)
    case 'webgl':
      return openFallback('webgl', problems)
    case 'cpu':
      return openFallback('cpu', problems)
    default:
      return backend satisfies never
  }
}

/** @throws BackendError where there is none */
async function findAdapter(): Promise<GPUAdapter> {
  const { navigator, isSecureContext } = globalThis as { navigator?: { gpu?: GPU }; isSecureContext?: boolean }
  const gpu = navigator?.gpu
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new BackendError(gpu ? NO_ADAPTER : isSecureContext === false ? NOT_SECURE : NO_WEBGPU)
  return adapter
}

/** Whether it runs on the processor. */
function isSoftware({ info }: GPUAdapter): boolean {
  return info.isFallbackAdapter || isSoftwareName(`${info.architecture} ${info.description} ${info.device}`)
}

async function openWebGPU(problems: readonly BackendProblem[] = []): Promise<Device> {
  const adapter = await findAdapter()
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  })
  tf.env().set('WEBGPU_CPU_FORWARD', false) // small tensors too are computed on the device that is checked
  if (!tf.getKernel('Add', OWN_KERNELS)) registerBackendKernels('webgpu', OWN_KERNELS)
  if (tf.findBackendFactory(OWN_KERNELS)) tf.removeBackend(OWN_KERNELS)
  tf.registerBackend(OWN_KERNELS, () => new tf.WebGPUBackend(device, adapter.info))
  await tf.setBackend(OWN_KERNELS)
  const backend = tf.engine().backend as tf.WebGPUBackend
  enableBufferViews(backend)
  const software = isSoftware(adapter)
  configureForAdapter(software)
  return {
    info: {
      backend: 'webgpu',
      name: adapterName(adapter.info),
      software,
      threads: 1,
      notice: software ? softwareGpuNotice(problems) : null,
    },
    failed: watchDevice(device),
    async settle() {
      submit(backend)
      await device.queue.onSubmittedWorkDone()
    },
  }
}

function adapterName(info: GPUAdapterInfo): string {
  const words = info.description || [info.vendor, info.architecture].filter(Boolean).join(' ')
  return words || 'unnamed adapter'
}

function watchDevice(device: GPUDevice): Promise<Failure> {
  const lost = device.lost.then(
    ({ message }): Failure => ({
      reason: 'device-lost',
      message: 'The graphics device was lost: the browser or its driver took it away.',
      advice: 'Restart the trainer. If it happens again, close other pages that use the GPU or choose a smaller batch or width.',
      ...(message && { detail: message }),
    }),
  )
  const uncaptured = new Promise<Failure>((resolve) => {
    device.addEventListener('uncapturederror', ({ error }) => {
      const outOfMemory = error.constructor.name === 'GPUOutOfMemoryError'
      resolve({
        reason: outOfMemory ? 'out-of-memory' : 'internal',
        message: outOfMemory ? 'The graphics memory is full.' : 'The graphics device reported an error, so its results cannot be trusted.',
        advice: outOfMemory
          ? 'Restart the trainer, and choose a smaller batch, width or image size.'
          : 'Restart the trainer; please report it if it happens again.',
        ...(error.message && { detail: error.message }),
      })
    })
  })
  return Promise.race([lost, uncaptured])
}

/** TensorFlow.js's WebAssembly backend with our kernels, under this name among its backends, as the current one. */
export async function openWasmBackend(host: WasmHost, name: string): Promise<WasmBackend> {
  const { BackendWasm } = await tf.loadWasmBackend()
  if (!tf.getKernel('Add', name)) registerBackendKernels('wasm', name)
  if (tf.findBackendFactory(name)) tf.removeBackend(name)
  const backend = await openWasm(host, BackendWasm)
  tf.registerBackend(name, () => backend as unknown as tf.BackendWasm)
  await tf.setBackend(name)
  return backend
}

async function openWebAssembly(host: WasmHost | null, problems: readonly BackendProblem[]): Promise<Device> {
  const missing = host ? wasmProblem() : NO_WASM
  if (!host || missing) throw new BackendError(missing ?? NO_WASM)
  const { threadPool, threadProblem } = await openWasmBackend(host, OWN_WASM)
  return {
    info: { backend: 'wasm', name: 'processor', software: true, threads: threadPool.threads, notice: wasmNotice(problems, threadProblem) },
    failed: new Promise(() => undefined),
    settle: async () => undefined, // a kernel has done its work when it returns
  }
}

async function openFallback(backend: 'webgl' | 'cpu', problems: readonly BackendProblem[]): Promise<Device> {
  const name = backend === 'webgl' ? webglRenderer() : 'processor'
  if (name === null) throw new BackendError(NO_WEBGL)
  await (backend === 'webgl' ? tf.loadWebGLBackend() : tf.loadCpuBackend())
  if (backend === 'webgl') tf.env().set('WEBGL_CPU_FORWARD', false)
  if (!(await tf.setBackend(backend))) throw new Error('TensorFlow.js cannot use it')
  return {
    info: { backend, name, software: backend === 'cpu' || isSoftwareName(name), threads: 1, notice: slowNotice(backend, problems) },
    failed: new Promise(() => undefined), // these report failure only by throwing
    async settle() {
      await compute(() => tf.add(tf.scalar(1), tf.scalar(1))) // read back, so it waits for all that came before
    },
  }
}
