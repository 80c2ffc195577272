// `bench`: measures this machine. The figures are for people and for scripts; none of them is a test.

import { benchFaults } from '../bench/faults.ts'
import { benchFeatures } from '../bench/features.ts'
import { benchImport } from '../bench/import.ts'
import { BENCHES } from '../bench/index.ts'
import { OTHER_BACKENDS, type OtherBackend } from '../bench/other-backends.ts'
import type { BenchEvent } from '../bench/stage.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { openNullDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { checkHelp, parseOptions, parseSettings } from './arguments.ts'
import type { Context } from './context.ts'
import { openNodeDevice } from './device.ts'
import { UsageError } from './errors.ts'
import { openData } from './files.ts'
import { createLogger, type Logger, progressBar } from './logger.ts'
import { openNetwork } from './network.ts'
import { report } from './report.ts'
import { soak } from './soak.ts'
import { nodeWasmHost } from './wasm-host.ts'

/** Benches of files and not of a run. */
const OF_FILES = ['import', 'features']
/** The bench of the store, which needs neither a device nor settings. */
const FAULTS = 'faults'
/** The bench of what a person drags, which runs in a browser only. */
const STUDIO = 'studio'
const KINDS = [...Object.keys(BENCHES), ...OF_FILES, FAULTS, STUDIO]
const USAGE = `Usage: npm run bench -- ${KINDS.join('|')} [--preset NAME] [--set key=value ...] [--rounds N] [--with ${OTHER_BACKENDS.join(',')}] [--data FOLDER|FILE.zip] [--count N] [--browser] [--null] [--json], or: report [--out FILE.json] [--json], or: soak [--steps N] [--kills N] [--mutations N] [--browser] [--json]`

/** Timed rounds of `step`. */
const ROUNDS = 5

const HELP = `${USAGE}

Of studio: pictures a second while somebody drags, and how much slower training is meanwhile, in Chromium; on WebGPU and on WebAssembly, with
images of 64 and of 32 px. --rounds N: how often training is timed with and without dragging.

Of step:
  --with LIST   times these too, in turns with ours on WebGPU, in the same process: wasm (our kernels on WebAssembly, on one thread and,
                where there are more, on all of them), webgl (with --browser), cpu (TensorFlow.js's; one step, not warmed up).
                The last line then has wasmMs, wasmThreadsMs, webglMs and cpuMs; wasmFirstMs and the like are the first step with
                all that comes before it: opening and compiling, and on WebGPU tuning.
  --rounds N    steps of each that are timed; ${ROUNDS} unless said.`

/** Chains of `faults`. */
const CHAINS = 200
/** Images of `features`. */
const COUNT = 2000

export async function bench(args: string[], context: Context): Promise<void> {
  const [kind = '', ...rest] = args
  if (kind === 'report') return report(rest, context)
  if (kind === 'soak') return soak(rest, context)
  checkHelp(args, HELP)
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const kinds = {
    preset: string,
    set: { type: 'string', multiple: true },
    rounds: string,
    with: string,
    data: string,
    count: string,
    browser: boolean,
    null: boolean,
    json: boolean,
  } as const
  const options = parseOptions(rest, kinds, USAGE)
  if (!KINDS.includes(kind)) throw new UsageError(`There is no bench “${kind}”. ${USAGE}`)
  // SNDCGAN is what the comparison with TensorFlow.js alone is meant for.
  const config = parseSettings(options, kind === STUDIO ? 'sketch' : 'paper')
  const rounds = options.count('rounds', ROUNDS, 1)
  const others = readOthers(kind, options.text('with'), options.flag('browser'))
  const logger = createLogger(options.flag('json'))
  const listener = listen(logger, options.flag('json'))
  if (kind === FAULTS) return benchFaults(options.count('count', CHAINS, 0), listener.event)
  const data = OF_FILES.includes(kind) ? options.required('data') : null
  if (data === null)
    logger.info(`Bench “${kind}”: ${config.architecture} of width ${config.width}, ${config.size} px, batch ${config.batch} ...`)
  if (kind === 'features' && data !== null) {
    if (options.flag('browser')) throw new UsageError('The bench of features runs in Node only.')
    await benchNetwork(data, config, options.count('count', COUNT, 1), context, listener)
  } else if (options.flag('browser') || kind === STUDIO) {
    if (!context.benchInBrowser) throw new UsageError('There is no browser here.')
    await context.benchInBrowser({ kind, config, rounds, others, data }, listener.event, listener.progress)
  } else if (data !== null) {
    await benchFiles(data, config, listener)
  } else {
    const device = options.flag('null') ? await openNullDevice() : await openNodeDevice('webgpu')
    const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
    const { event: emit, progress } = listener
    const stage = { config, device, gpu, others, wasmHost: nodeWasmHost(), now: () => performance.now(), emit, progress }
    await BENCHES[kind]?.(stage, rounds)
  }
  logger.endProgress()
}

/** The backends that are timed as well as WebGPU. @throws UsageError for one that cannot be */
function readOthers(kind: string, list: string | undefined, inBrowser: boolean): OtherBackend[] {
  if (list === undefined) return []
  if (kind !== 'step') throw new UsageError('--with is for the bench “step” only.')
  return list.split(',').map((name) => {
    const known = OTHER_BACKENDS.find((other) => other === name)
    if (!known) throw new UsageError(`--with takes ${OTHER_BACKENDS.join(', ')}, parted by commas, not “${name}”.`)
    if (known === 'webgl' && !inBrowser) throw new UsageError('There is no WebGL in Node: add --browser.')
    return known
  })
}

async function benchNetwork(
  data: string,
  config: RunConfig,
  count: number,
  { root }: Context,
  listener: ReturnType<typeof listen>,
): Promise<void> {
  const collection = await openData(data, preparationOf(config), { root })
  await openNodeDevice('webgpu')
  const network = await openNetwork(root)
  await benchFeatures({ network, collection, count, now: () => performance.now(), emit: listener.event, progress: listener.progress })
  network.dispose()
}

async function benchFiles(data: string, config: RunConfig, listener: ReturnType<typeof listen>): Promise<void> {
  const prepare = async (onProgress: (done: number, total: number) => void) => {
    const { count, images, findings } = await openData(data, preparationOf(config), {
      onProgress: ({ done, total }) => onProgress(done, total),
    })
    const rejected = findings.filter(({ image }) => image === null).length
    return { images: count, rejected, setBytes: images.length }
  }
  const memory = async () => process.memoryUsage().rss
  const stage = { now: () => performance.now(), memory, prepare, emit: listener.event, progress: listener.progress }
  await benchImport(stage, 'resident memory of the process, sampled')
}

/** Lines of JSON, or a table for people. */
function listen(logger: Logger, json: boolean) {
  return {
    event(event: BenchEvent): void {
      logger.event(event)
      if (json) return
      const { event: kind, ...figures } = event
      if (kind === 'kernel') {
        const { kernel, shape, stockMs, oursMs, ratio } = figures
        logger.info(
          `${String(kernel).padEnd(36)} ${String(shape).padEnd(44)} ${number(stockMs)} ms ${number(oursMs)} ms ${number(ratio)} times`,
        )
      } else if (kind === 'trials') {
        const { scenario, fault, operations, trials, before, after } = figures
        logger.info(
          `${String(scenario).padEnd(32)} ${String(fault).padEnd(22)} ${String(operations).padStart(3)} operations, ${trials} trials: ${before} as before, ${after} as after`,
        )
      } else if (kind === 'layer') {
        const { network, layer, inputSize, width, accuracy } = figures
        logger.info(`${String(network).padEnd(14)} ${String(layer).padEnd(10)} ${inputSize} px, ${width} wide ${number(accuracy)}`)
      } else
        for (const [name, value] of Object.entries(figures))
          logger.info(`${name.padEnd(20)} ${typeof value === 'number' ? number(value) : value}`)
    },
    progress: progressBar(logger),
  }
}

function number(value: unknown): string {
  const digits = Math.abs(Number(value)) < 100 ? 2 : 0
  return Number(value).toFixed(digits).padStart(9)
}
