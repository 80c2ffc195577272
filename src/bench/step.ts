// `bench step`: the same SS-GAN step, from the same weights on the same batches, by TensorFlow.js alone and by ours, in one process
// on one device and in turns, so that whatever else the machine does falls on both alike.

import type { Dataset } from '../core/data/dataset.ts'
import { drawShapes } from '../core/data/shapes.ts'
import { createRun, type Run } from '../core/run.ts'
import type { RunConfig } from '../spec/config.ts'
import { type Device, OWN_KERNELS } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { countFlops } from './flops.ts'
import { createMeter, type Traffic } from './meter.ts'
import { measurePeak } from './peak.ts'

/** TensorFlow.js's WebGPU backend as it comes. */
const STOCK = 'webgpu'

/** Images to train on; time does not depend on what they show. */
const IMAGES = 256
/** Steps before the clock counts: they compile. */
const WARM_UP = 2

interface Contender {
  readonly name: 'stock' | 'eager' | 'replay'
  readonly backend: string
  readonly run: Run
  readonly milliseconds: number[]
  /** Of these, those before the device was waited for: JavaScript and the encoding of commands. */
  readonly jsMilliseconds: number[]
  traffic: Traffic
}

export interface StepFigures {
  readonly [key: string]: number | string
}

/**
 * @param rounds steps of each contender that are timed
 * @param now milliseconds of a steady clock
 * @param onRound called after every round
 */
export async function benchStep(
  config: RunConfig,
  device: Device,
  rounds: number,
  now: () => number,
  onRound: (done: number, last: Readonly<Record<string, number>>) => void,
): Promise<StepFigures> {
  const own = tf.engine().backend as tf.WebGPUBackend
  tf.removeBackend(STOCK)
  tf.registerBackend(STOCK, () => new tf.WebGPUBackend(own.device, own.device.adapterInfo))
  const meter = createMeter(own.device)
  const contenders: Contender[] = []
  for (const [name, backend] of [
    ['stock', STOCK],
    ['eager', OWN_KERNELS],
    ['replay', OWN_KERNELS],
  ] as const) {
    await tf.setBackend(backend)
    const run = createRun(config, shapes(config.size), undefined, undefined, name === 'replay' ? 'replayed' : 'eager')
    contenders.push({ name, backend, run, milliseconds: [], jsMilliseconds: [], traffic: { dispatches: 0, uploadedBytes: 0 } })
  }

  let stepFlops = 0
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const contender of contenders) {
      await tf.setBackend(contender.backend)
      await settle()
      meter.take()
      const began = now()
      if (round === -WARM_UP && contender.name === 'stock') stepFlops = countFlops(STOCK, () => contender.run.advance())
      else contender.run.advance()
      const queued = now()
      await settle()
      contender.traffic = meter.take()
      if (round < 0) continue
      contender.milliseconds.push(now() - began)
      contender.jsMilliseconds.push(queued - began)
    }
    onRound(round + WARM_UP + 1, Object.fromEntries(contenders.map(({ name, milliseconds }) => [name, milliseconds.at(-1) ?? 0])))
  }
  const peakGflops = await measurePeak(own.device, now)

  const [stock, eager, replay] = contenders as [Contender, Contender, Contender]
  const gflops = stepFlops / median(replay.milliseconds) / 1e6
  return {
    adapter: device.info.name,
    stockMs: median(stock.milliseconds),
    stockMinMs: Math.min(...stock.milliseconds),
    eagerMs: median(eager.milliseconds),
    eagerMinMs: Math.min(...eager.milliseconds),
    replayMs: median(replay.milliseconds),
    replayMinMs: Math.min(...replay.milliseconds),
    ratioEager: median(stock.milliseconds) / median(eager.milliseconds),
    ratioReplay: median(stock.milliseconds) / median(replay.milliseconds),
    stockJsMs: median(stock.jsMilliseconds),
    eagerJsMs: median(eager.jsMilliseconds),
    replayJsMs: median(replay.jsMilliseconds),
    stockDispatches: stock.traffic.dispatches,
    dispatches: replay.traffic.dispatches,
    uploadedBytes: replay.traffic.uploadedBytes,
    stepFlops,
    gflops,
    peakGflops,
    peakFraction: gflops / peakGflops,
  }
}

async function settle(): Promise<void> {
  const backend = tf.engine().backend as tf.WebGPUBackend
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  backend.submitQueue()
  await backend.device.queue.onSubmittedWorkDone()
}

function shapes(size: number): Dataset {
  return { name: 'bench', label: 'Bench', images: drawShapes(IMAGES, size, 0), count: IMAGES, size, channels: 3, rejected: [] }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
