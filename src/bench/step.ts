// `bench step`: the same SS-GAN step, from the same weights on the same images, by TensorFlow.js alone and by ours, in one process on
// one device and in turns, so that whatever else the machine does falls on all alike.
import { createRun } from '../core/run.ts'
import { OWN_KERNELS } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { countFlops } from './flops.ts'
import { createMeter, type Traffic } from './meter.ts'
import { measurePeak } from './peak.ts'
import { addStockBackend, benchData, median, STOCK, type Stage, settle, tuneOurs } from './stage.ts'
import { createStockRun } from './stock.ts'

/** Steps before the clock counts: they compile and record. */
const WARM_UP = 2

interface Contender {
  readonly name: string
  readonly backend: string
  readonly run: { advance(): void; dispose(): void }
  readonly milliseconds: number[]
  /** Of these, those before the device was waited for: JavaScript and the encoding of commands. */
  readonly jsMilliseconds: number[]
  traffic: Traffic
}

/** @param rounds steps of each contender that are timed */
export async function benchStep(stage: Stage, rounds: number): Promise<void> {
  const { config, gpu, now } = stage
  addStockBackend(gpu)
  const tuned = await tuneOurs(stage)
  const data = benchData(config.size)
  const contender = async (name: string, backend: string, create: () => Contender['run']): Promise<Contender> => {
    await tf.setBackend(backend)
    return { name, backend, run: create(), milliseconds: [], jsMilliseconds: [], traffic: { dispatches: 0, uploadedBytes: 0 } }
  }
  const stock = await contender('stock', STOCK, () => createStockRun(config, data))
  const eager = await contender('eager', OWN_KERNELS, () => createRun(config, data, undefined, undefined, 'eager'))
  const replay = await contender('replay', OWN_KERNELS, () => createRun(config, data))
  const contenders = [stock, eager, replay]
  const meter = createMeter(gpu)

  let stepFlops = 0
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const one of contenders) {
      const { name, backend, run, milliseconds, jsMilliseconds } = one
      stage.progress(round + WARM_UP, rounds + WARM_UP, name)
      await tf.setBackend(backend)
      await settle()
      meter.take()
      const began = now()
      if (round === -WARM_UP && name === 'stock') stepFlops = countFlops(STOCK, () => run.advance())
      else run.advance()
      const queued = now()
      await settle()
      if (round >= 0) milliseconds.push(now() - began)
      if (round >= 0) jsMilliseconds.push(queued - began)
      one.traffic = meter.take()
    }
  }
  const peakGflops = await measurePeak(gpu, now)
  for (const { backend, run } of contenders) {
    await tf.setBackend(backend)
    run.dispose()
  }

  const gflops = stepFlops / median(replay.milliseconds) / 1e6
  stage.tell({
    event: 'done',
    adapter: stage.device.info.name,
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
    stockUploadedBytes: stock.traffic.uploadedBytes,
    uploadedBytes: replay.traffic.uploadedBytes,
    tuneMs: tuned.milliseconds,
    tunedShapes: tuned.count,
    stepFlops,
    gflops,
    peakGflops,
    peakFraction: gflops / peakGflops,
  })
}
