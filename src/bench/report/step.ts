// A training step of networks of one size: the first step cold and warm, then TensorFlow.js alone, ours and ours replayed alternately, each as
// far as there is time for it.
import { createRun, type Run } from '../../gan/run.ts'
import type { RunConfig } from '../../spec/config.ts'
import { PARTS, type StepFigures, type StepSize, type Timing, type TuningFigures } from '../../spec/machine-report.ts'
import { OWN_KERNELS } from '../../tensor/backend.ts'
import * as tf from '../../tensor/tf.ts'
import { createTuner, type Settled, type Tuned } from '../../tensor/tuning.ts'
import { countFlops } from '../flops.ts'
import { median } from '../median.ts'
import { addStockBackend, benchData, STOCK, type Stage, settle } from '../stage.ts'
import { createStockRun } from '../stock.ts'
import { guessStock, type PreviousStep, roundsWithin, stepsOfRound, type TimeBox, whyNoPart, whyNoStep } from './plan.ts'

export type Bench = Pick<Stage, 'device' | 'gpu' | 'now'>

/** A measured size, to estimate the time of another one from. */
export interface Known {
  readonly config: RunConfig
  readonly figures: StepFigures
}

interface StepJob {
  readonly bench: Bench
  readonly size: StepSize
  readonly config: RunConfig
  readonly known: Known | null
  readonly peakGflops: number | null
  readonly box: TimeBox
  note(what: string, reason: string): void
  /** What is known so far; it stays if the time runs out. */
  show(figures: StepFigures): void
}

type Contender = 'stock' | 'eager' | 'replay'

interface Entrant {
  readonly name: Contender
  readonly backend: string
  readonly run: Pick<Run, 'advance' | 'dispose'>
  /** Milliseconds of one step, estimated or as measured last. */
  expected: number
  readonly milliseconds: number[]
}

const CONTENDERS: Readonly<Record<Contender, string>> = {
  stock: 'TensorFlow.js alone',
  eager: 'Quarterturn, operation by operation',
  replay: 'Quarterturn, replayed',
}

/** @returns null where there is no time even for a first step */
export async function measureStep(job: StepJob): Promise<StepFigures | null> {
  const { size, config, box } = job
  const why = whyNoStep(config, previousOf(job), box)
  if (why !== null) {
    job.note(PARTS[size], why)
    return null
  }
  box.progress(0, 'the first step')
  const first = await firstSteps(job)
  const entrants: Entrant[] = []
  const show = () => job.show(figuresOf(job, first, entrants))
  show()
  try {
    await enter(job, first, entrants)
    show()
    await measureAlternately(job, entrants)
  } finally {
    for (const { backend, run } of entrants) {
      await tf.setBackend(backend)
      run.dispose()
    }
  }
  return figuresOf(job, first, entrants)
}

/** What is known so far. */
function figuresOf({ size, config, peakGflops }: StepJob, first: FirstSteps, entrants: readonly Entrant[]): StepFigures {
  const [stock, eager, replay] = [timingOf(entrants, 'stock'), timingOf(entrants, 'eager'), timingOf(entrants, 'replay')]
  const gflops = replay && first.flops / replay.ms / 1e6
  return {
    size,
    pixels: config.size,
    width: config.width,
    batch: config.batch,
    flops: first.flops,
    firstColdMs: first.coldMs,
    tuningMs: first.tuned.milliseconds,
    firstWarmMs: first.warmMs,
    stock,
    eager,
    replay,
    ratioEager: stock && eager && stock.ms / eager.ms,
    ratioReplay: stock && replay && stock.ms / replay.ms,
    gflops,
    peakFraction: gflops && peakGflops && gflops / peakGflops,
    tuning: tuningOf(first.settled, first.tuned),
  }
}

function previousOf({ known }: StepJob): PreviousStep | null {
  if (!known) return null
  const { config, figures } = known
  return { workload: config, firstMs: figures.firstColdMs, replayMs: figures.replay?.ms ?? null, stockMs: figures.stock?.ms ?? null }
}

interface FirstSteps {
  readonly coldMs: number
  readonly warmMs: number | null
  readonly flops: number
  readonly tuned: Tuned
  readonly settled: readonly Settled[]
  /** Measures the steps after the first. */
  readonly run: Run
}

async function firstSteps({ bench, config, box, note }: StepJob): Promise<FirstSteps> {
  const { now, device } = bench
  await tf.setBackend(OWN_KERNELS)
  const data = benchData(config.size)
  const settled: Settled[] = []
  const store = { load: async () => null, save: async () => undefined } // nothing is stored: every report tunes anew
  const tuner = createTuner(device.info, store, now)
  let flops = 0
  const begin = async () => {
    const began = now()
    const run = createRun(config, data)
    const tuned = await run.prepare(
      (done, total) => box.progress((0.3 * done) / total, 'the first step'),
      tuner && { ...tuner, onSettled: (one) => settled.push(one) },
    )
    flops = countFlops(OWN_KERNELS, () => run.advance())
    await settle()
    return { run, tuned, ms: now() - began }
  }
  const cold = await begin()
  if (!box.fits(cold.ms)) {
    note('First step, warm', 'There was no time left for it.')
    return { coldMs: cold.ms, warmMs: null, flops, tuned: cold.tuned, settled, run: cold.run }
  }
  cold.run.dispose()
  const warm = await begin()
  return { coldMs: cold.ms, warmMs: warm.ms, flops, tuned: cold.tuned, settled, run: warm.run }
}

/** Adds the backends for which there is time, warmed up. */
async function enter(job: StepJob, { run, coldMs }: FirstSteps, entrants: Entrant[]): Promise<void> {
  const { bench, config, box, note } = job
  const replay: Entrant = { name: 'replay', backend: OWN_KERNELS, run, expected: 0, milliseconds: [] }
  entrants.push(replay)
  replay.expected = await timeSteps(bench, replay, 1)
  replay.milliseconds.push(replay.expected)
  const data = benchData(config.size)
  const add = async (name: Contender, backend: string, expected: number, compiling: number, create: () => Entrant['run']) => {
    const why = whyNoPart(expected, compiling, box)
    if (why !== null) return note(CONTENDERS[name], why)
    box.progress(0.4, CONTENDERS[name])
    await tf.setBackend(backend)
    const entrant: Entrant = { name, backend, run: create(), expected, milliseconds: [] }
    entrants.push(entrant)
    await timeSteps(bench, entrant, 1) // compiles
  }
  await add('eager', OWN_KERNELS, 1.5 * replay.expected, 0, () => createRun(config, data, undefined, undefined, 'eager'))
  const stockMs = guessStock(config, previousOf(job), replay.expected)
  addStockBackend(bench.gpu)
  await add('stock', STOCK, stockMs, coldMs, () => createStockRun(config, data))
}

/** Rounds in which each backend makes its steps, so that other load on the machine affects all alike. */
async function measureAlternately({ bench, box, note }: StepJob, entrants: readonly Entrant[]): Promise<void> {
  for (const entrant of entrants) {
    if (entrant.milliseconds.length > 0) continue
    if (!box.fits(entrant.expected)) {
      note(CONTENDERS[entrant.name], 'There was no time left for it.')
      continue
    }
    box.progress(0.5, CONTENDERS[entrant.name])
    entrant.expected = await timeSteps(bench, entrant, 1)
    entrant.milliseconds.push(entrant.expected)
  }
  const running = entrants.filter(({ milliseconds }) => milliseconds.length > 0)
  const roundMs = running.reduce((sum, { expected }) => sum + expected * stepsOfRound(expected), 0)
  const rounds = roundsWithin(box.left(), roundMs)
  for (const entrant of running) if (stepsOfRound(entrant.expected) > 1) entrant.milliseconds.length = 0 // a single quick step is below the clock's resolution
  for (let round = 0; round < rounds; round++) {
    for (const entrant of running) {
      const steps = stepsOfRound(entrant.expected)
      if (entrant.milliseconds.length > 0 && !box.fits(steps * entrant.expected)) continue
      box.progress(0.5 + (0.5 * round) / rounds, CONTENDERS[entrant.name])
      entrant.milliseconds.push(await timeSteps(bench, entrant, steps))
    }
  }
}

/** Milliseconds of a step, from the mean of that many queued one after another, as training queues them. */
async function timeSteps({ now }: Bench, { backend, run }: Entrant, steps: number): Promise<number> {
  await tf.setBackend(backend)
  await settle()
  const began = now()
  for (let step = 0; step < steps; step++) run.advance()
  await settle()
  return (now() - began) / steps
}

function timingOf(entrants: readonly Entrant[], name: Contender): Timing | null {
  const times = entrants.find((entrant) => entrant.name === name)?.milliseconds ?? []
  return times.length > 0 ? { ms: median(times), rounds: times.length } : null
}

function tuningOf(settled: readonly Settled[], { milliseconds }: Tuned): TuningFigures | null {
  if (settled.length === 0) return null
  const sum = (ms: (one: Settled) => number) => settled.reduce((total, one) => total + ms(one), 0)
  const won = settled
    .filter(({ usual, chosen }) => usual !== chosen)
    .sort((a, b) => b.usualMs - b.chosenMs - (a.usualMs - a.chosenMs))
    .map(({ what, usual, chosen, usualMs, chosenMs }) => ({ convolution: what, usual, chosen, usualMs, chosenMs }))
  return { measured: settled.length, milliseconds, won, share: sum(({ chosenMs }) => chosenMs) / sum(({ usualMs }) => usualMs) }
}
