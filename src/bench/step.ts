// `bench step`: the same SS-GAN step, from the same weights on the same images, by TensorFlow.js alone and by ours, and with --with on other backends
// too, alternately in one process, so that other load on the machine affects all alike.
import { createRun } from '../gan/run.ts'
import { OWN_KERNELS } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { countFlops } from './flops.ts'
import { median } from './median.ts'
import { createMeter, type Meter, type Traffic } from './meter.ts'
import { type OpenBackend, openOtherBackends } from './other-backends.ts'
import { measurePeak } from './peak.ts'
import { addStockBackend, benchData, STOCK, type Stage, settle, tuneOurs } from './stage.ts'
import { createStockRun } from './stock.ts'

/** Steps that are not timed: they compile and record. */
const WARM_UP = 2

interface Contender {
  readonly name: string
  readonly backend: string
  readonly settle: () => Promise<void>
  readonly run: { advance(): void; dispose(): void }
  /** Rounds that it takes part in; the clock counts from round 0 on. */
  readonly from: number
  readonly to: number
  /** Of its first step. */
  firstMilliseconds: number
  readonly milliseconds: number[]
  /** Of these, the time before waiting for the device: JavaScript and the encoding of commands. */
  readonly jsMilliseconds: number[]
  traffic: Traffic
}

type Entry = Pick<Contender, 'name' | 'backend' | 'settle' | 'from' | 'to'>

/** @param rounds steps of each contender that are timed */
export async function benchStep(stage: Stage, rounds: number): Promise<void> {
  const { config, gpu, now } = stage
  addStockBackend(gpu)
  const beganPreparing = now()
  const tuned = await tuneOurs(stage)
  const preparing = now() - beganPreparing
  const data = benchData(config.size)
  const onWebGPU = (name: string, backend: string): Entry => ({ name, backend, settle, from: -WARM_UP, to: rounds })
  const stock = await enter(onWebGPU('stock', STOCK), () => createStockRun(config, data))
  const eager = await enter(onWebGPU('eager', OWN_KERNELS), () => createRun(config, data, undefined, undefined, 'eager'))
  const replay = await enter(onWebGPU('replay', OWN_KERNELS), () => createRun(config, data))
  const opened = await openOtherBackends(stage.others, stage.wasmHost, now)
  const others: Contender[] = []
  for (const one of opened) others.push(await enter({ ...one, ...roundsOf(one, rounds) }, () => createRun(config, data)))

  const contenders = [stock, eager, replay, ...others]
  const stepFlops = await measureAlternately(stage, contenders, rounds)
  const peakGflops = await measurePeak(gpu, now)
  for (const { backend, run } of contenders) {
    await tf.setBackend(backend)
    run.dispose()
  }
  for (const { backend } of opened) tf.removeBackend(backend) // with its threads

  const gflops = stepFlops / median(replay.milliseconds) / 1e6
  stage.emit({
    event: 'done',
    adapter: stage.device.info.name,
    ...figuresOf([stock, eager, replay]),
    replayFirstMs: preparing + replay.firstMilliseconds,
    ...Object.fromEntries(opened.flatMap((one, i) => Object.entries(figuresOfOther(one, others[i] as Contender)))),
    tuneMs: tuned.milliseconds,
    tunedShapes: tuned.count,
    stepFlops,
    gflops,
    peakGflops,
    peakFraction: gflops / peakGflops,
  })
}

/** TensorFlow.js's CPU backend takes half a minute for a step of width 16: one step of it, without warm-up, is enough. */
function roundsOf({ name }: OpenBackend, rounds: number): Pick<Entry, 'from' | 'to'> {
  return name === 'cpu' ? { from: 0, to: 1 } : { from: -WARM_UP, to: rounds }
}

async function enter(entry: Entry, create: () => Contender['run']): Promise<Contender> {
  await tf.setBackend(entry.backend)
  const measured = { firstMilliseconds: 0, milliseconds: [], jsMilliseconds: [], traffic: { dispatches: 0, uploadedBytes: 0 } }
  return { ...entry, run: create(), ...measured }
}

/** @returns the operations of a step */
async function measureAlternately(stage: Stage, contenders: readonly Contender[], rounds: number): Promise<number> {
  const meter = createMeter(stage.gpu)
  let flops = 0
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const one of contenders) {
      if (round < one.from || round >= one.to) continue
      stage.progress(round + WARM_UP, rounds + WARM_UP, one.name)
      await tf.setBackend(one.backend)
      await one.settle()
      const counting = round === -WARM_UP && one.name === 'stock'
      const advance = counting ? () => (flops = countFlops(STOCK, () => one.run.advance())) : () => one.run.advance()
      await timeStep(one, round, advance, meter, stage.now)
    }
  }
  return flops
}

async function timeStep(one: Contender, round: number, advance: () => void, meter: Meter, now: () => number): Promise<void> {
  meter.take()
  const began = now()
  advance()
  const queued = now()
  await one.settle()
  const milliseconds = now() - began
  if (round === one.from) one.firstMilliseconds = milliseconds
  if (round >= 0) one.milliseconds.push(milliseconds)
  if (round >= 0) one.jsMilliseconds.push(queued - began)
  one.traffic = meter.take()
}

/** Of what runs on WebGPU. */
function figuresOf([stock, eager, replay]: readonly [Contender, Contender, Contender]): Record<string, number> {
  const all = [stock, eager, replay]
  const times = (key: 'milliseconds' | 'jsMilliseconds', suffix: string, pick: (values: number[]) => number) =>
    Object.fromEntries(all.map((one) => [`${one.name}${suffix}`, pick(one[key])]))
  return {
    ...times('milliseconds', 'Ms', median),
    ...times('milliseconds', 'MinMs', (values) => Math.min(...values)),
    ratioEager: median(stock.milliseconds) / median(eager.milliseconds),
    ratioReplay: median(stock.milliseconds) / median(replay.milliseconds),
    ...times('jsMilliseconds', 'JsMs', median),
    stockDispatches: stock.traffic.dispatches,
    dispatches: replay.traffic.dispatches,
    stockUploadedBytes: stock.traffic.uploadedBytes,
    uploadedBytes: replay.traffic.uploadedBytes,
  }
}

/** Of another backend. */
function figuresOfOther({ name, threads, openMilliseconds }: OpenBackend, contender: Contender): Record<string, number> {
  const { firstMilliseconds, milliseconds } = contender
  return {
    [`${name}Ms`]: median(milliseconds),
    [`${name}MinMs`]: Math.min(...milliseconds),
    [`${name}Steps`]: milliseconds.length,
    ...(name !== 'cpu' && { [`${name}FirstMs`]: openMilliseconds + firstMilliseconds }),
    ...(threads > 1 && { threads }),
  }
}
