// The Worker in which a page runs the benches of a device: one message says what to measure, its answers are the events of the bench.
import type { RunConfig } from '../spec/config.ts'
import type { WorkerService } from '../spec/worker-service.ts'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { workersOf } from '../worker/page-workers.ts'
import { browserWasmHost } from '../worker/wasm-host.ts'
import { BENCHES } from './index.ts'
import type { OtherBackend } from './other-backends.ts'
import type { BenchEvent } from './stage.ts'

export interface BenchRequest {
  readonly kind: string
  readonly config: RunConfig
  readonly rounds: number
  readonly others: readonly OtherBackend[]
  /** Through which it requests Workers from the page. */
  readonly service: WorkerService
}

export type BenchMessage =
  | { readonly type: 'event'; readonly event: BenchEvent }
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly words: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'done' }

/** What a browser provides; the type library of this layer does not declare it. */
declare const self: { onmessage: ((message: { readonly data: BenchRequest }) => void) | null; postMessage(message: BenchMessage): void }
declare const performance: { now(): number }

self.onmessage = ({ data }) => {
  bench(data).then(
    () => self.postMessage({ type: 'done' }),
    (error) => self.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
}

async function bench({ kind, config, rounds, others, service }: BenchRequest): Promise<void> {
  const device = await openDevice('webgpu')
  const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
  const stage = {
    ...{ config, device, gpu, others },
    wasmHost: browserWasmHost(workersOf(service)),
    now: () => performance.now(),
    emit: (event: BenchEvent) => self.postMessage({ type: 'event', event }),
    progress: (done: number, total: number, words: string) => self.postMessage({ type: 'progress', done, total, words }),
  }
  await BENCHES[kind]?.(stage, rounds)
}
