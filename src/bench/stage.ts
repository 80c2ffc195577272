// What every bench gets: both backends on one device, a clock, and data to train on.
import type { Dataset } from '../data/dataset.ts'
import { drawShapes } from '../data/shapes.ts'
import { createRun } from '../gan/run.ts'
import type { RunConfig } from '../spec/config.ts'
import { type Device, OWN_KERNELS } from '../tensor/backend.ts'
import { submit } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'
import { createTuner, type Tuned } from '../tensor/tuning.ts'
import type { WasmHost } from '../tensor/wasm/module.ts'
import type { OtherBackend } from './other-backends.ts'

/** TensorFlow.js's WebGPU backend without our kernels. */
export const STOCK = 'webgpu'

/** A line of the bench's output. */
export type BenchEvent = { readonly event: string } & Readonly<Record<string, string | number>>

export interface Stage {
  readonly config: RunConfig
  readonly device: Device
  readonly gpu: GPUDevice
  /** Backends that `step` times too. */
  readonly others: readonly OtherBackend[]
  readonly wasmHost: WasmHost
  /** Milliseconds of a steady clock. */
  now(): number
  emit(event: BenchEvent): void
  /** The progress, for people. */
  progress(done: number, total: number, words: string): void
}

/** Puts the stock backend on the device that is open. */
export function addStockBackend(gpu: GPUDevice): void {
  if (tf.findBackendFactory(STOCK)) tf.removeBackend(STOCK)
  tf.registerBackend(STOCK, () => new tf.WebGPUBackend(gpu, gpu.adapterInfo))
}

/** Submits what the current backend has queued and waits for the device. */
export async function settle(): Promise<void> {
  const backend = tf.engine().backend as tf.WebGPUBackend
  submit(backend)
  await backend.queue.onSubmittedWorkDone()
}

/** Tunes our kernels as a run does before it begins; nothing is stored from one bench to the next. */
export async function tuneOurs({ config, device, now }: Stage): Promise<Tuned> {
  await tf.setBackend(OWN_KERNELS)
  const run = createRun(config, benchData(config.size))
  const store = { load: async () => null, save: async () => undefined }
  const tuned = await run.prepare(() => undefined, createTuner(device.info, store, now))
  run.dispose()
  return tuned
}

const IMAGES = 256
const CLASSES = 10

/** Images to train on, with labels for runs that are told classes; time does not depend on what they show, nor on the labels. */
export function benchData(size: number): Dataset {
  const names = Array.from({ length: CLASSES }, (_, i) => `${i}`)
  const labels = { names, ofImages: Array.from({ length: IMAGES }, (_, i) => i % CLASSES) }
  return { name: 'bench', label: 'Bench', images: drawShapes(IMAGES, size, 0), count: IMAGES, size, channels: 3, labels }
}
