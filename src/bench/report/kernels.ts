// The slowest kernels of a training step against the roofline: a step is recorded as it is replayed, and each
// of its different calls is then dispatched alone, several times over, with the buffers it has in the step.
import { createRun } from '../../gan/run.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { KernelFigure, KernelsFigures, StepSize } from '../../spec/machine-report.ts'
import { OWN_KERNELS } from '../../tensor/backend.ts'
import { sizeOf } from '../../tensor/shape.ts'
import * as tf from '../../tensor/tf.ts'
import { createTuner } from '../../tensor/tuning.ts'
import { flopsOfCall } from '../flops.ts'
import { median } from '../median.ts'
import { benchData, settle } from '../stage.ts'
import { type Given, watchKernels } from '../watch.ts'
import { createDispatchClock, type Dispatch, type DispatchClock } from './dispatch-clock.ts'
import { listenTo } from './dispatches.ts'
import type { TimeBox } from './plan.ts'
import { type Peak, rooflineOf } from './roofline.ts'
import type { Bench } from './step.ts'

const SHOWN = 5
const ROUNDS = 3
/** A timed run takes at least about so many milliseconds: browsers round GPU timestamps to a tenth of one. */
const ENOUGH_MS = 5
const MAX_REPEATS = 256
const FLOAT_BYTES = 4

/** Calls of one kernel with the same shapes: all take the same time. */
interface Call {
  readonly kernel: string
  readonly shape: string
  readonly flops: number
  readonly bytes: number
  readonly dispatches: readonly Dispatch[]
  calls: number
}

export async function measureKernels(
  bench: Bench,
  size: StepSize,
  config: RunConfig,
  peak: Peak | null,
  box: TimeBox,
): Promise<KernelsFigures> {
  await tf.setBackend(OWN_KERNELS)
  const run = createRun(config, benchData(config.size))
  const clock = createDispatchClock(bench.gpu, bench.now)
  try {
    const store = { load: async () => null, save: async () => undefined }
    await run.prepare((done, total) => box.progress((0.4 * done) / total, 'compiling'), createTuner(bench.device.info, store, bench.now))
    const calls = callsOf(bench.gpu, () => run.advance())
    await settle()
    const timed = await timeAll(calls, clock, box)
    const slowest = [...timed].sort((a, b) => b.ms - a.ms).slice(0, SHOWN)
    return {
      size,
      totalMs: timed.reduce((sum, { ms }) => sum + ms, 0),
      timed: timed.length,
      different: calls.length,
      clock: clock.kind,
      rounds: ROUNDS,
      slowest: slowest.map((one) => ({ ...one, ...rooflineOf(one, peak) })),
    }
  } finally {
    clock.dispose()
    run.dispose()
  }
}

/** The kernel calls of `work`, the most expensive first, so that the cheapest are left out where time is short. */
function callsOf(gpu: GPUDevice, work: () => void): Call[] {
  const calls = new Map<string, Call>()
  const listener = listenTo(gpu)
  const names = tf.getKernelsForBackend(OWN_KERNELS).map(({ kernelName }) => kernelName)
  const note = (kernel: string, given: Given, output: tf.TensorInfo | tf.TensorInfo[]) => {
    const dispatches = listener.take()
    if (dispatches.length === 0) return
    const shape = shapesOf(given)
    const key = JSON.stringify([kernel, shape, given.attrs])
    const known = calls.get(key)
    if (known) known.calls++
    else calls.set(key, { kernel, shape, flops: flopsOfCall(kernel, given, output), bytes: bytesOf(given, output), dispatches, calls: 1 })
  }
  try {
    watchKernels(OWN_KERNELS, names, note, work)
  } finally {
    listener.stop()
  }
  const weight = ({ flops, bytes, calls: count }: Call) => count * (flops + bytes)
  return [...calls.values()].sort((a, b) => weight(b) - weight(a))
}

const listed = (given: Given) => Object.values(given.inputs).filter((tensor) => tensor !== undefined) as tf.TensorInfo[]

/** "16x32x32x16 * 4x4x16x32": what has several dimensions; of the long lists of an optimiser only how many tensors there are. */
function shapesOf(given: Given): string {
  const inputs = listed(given)
  const wide = inputs.filter(({ shape }) => shape.length > 1)
  const shown = (wide.length > 0 ? wide : inputs).map(({ shape }) => shape.join('x') || '1')
  return inputs.length > 4 ? `${inputs.length} tensors` : shown.join(' * ')
}

/** Every tensor once. A kernel without an output writes its inputs in place. */
function bytesOf(given: Given, output: tf.TensorInfo | tf.TensorInfo[]): number {
  const results = Array.isArray(output) ? output : [output]
  const floats = (tensors: readonly tf.TensorInfo[]) => tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const inputs = floats(listed(given))
  return FLOAT_BYTES * (results.length > 0 ? inputs + floats(results) : 2 * inputs)
}

type TimedCall = Omit<KernelFigure, 'roofline' | 'bound'>

async function timeAll(calls: readonly Call[], clock: DispatchClock, box: TimeBox): Promise<TimedCall[]> {
  const timed: TimedCall[] = []
  for (const [i, { dispatches, kernel, shape, flops, bytes, calls: count }] of calls.entries()) {
    const spent = timed.at(-1)
    if (spent && !box.fits(2 * ROUNDS * (spent.ms / spent.calls) + ENOUGH_MS)) break
    box.progress(0.4 + (0.6 * i) / calls.length, `${i + 1} of ${calls.length}`)
    timed.push({ kernel, shape, calls: count, ms: count * (await timeCall(dispatches, clock)), flops: count * flops, bytes: count * bytes })
  }
  return timed
}

async function timeCall(dispatches: readonly Dispatch[], clock: DispatchClock): Promise<number> {
  let repeats = 1
  let ms = await clock.time(dispatches, repeats)
  while (ms < ENOUGH_MS && repeats < MAX_REPEATS) {
    repeats *= 4
    ms = await clock.time(dispatches, repeats)
  }
  const rounds = [ms]
  while (rounds.length < ROUNDS) rounds.push(await clock.time(dispatches, repeats))
  return median(rounds) / repeats
}
