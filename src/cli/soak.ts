// `bench soak`: many steps in Node, or in the built page in Chromium, and kills of that page in the middle of saves. A report, never a test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstAndLastTenth, type SoakSample, soak as soakTrainer } from '../bench/soak.ts'
import type { BenchEvent } from '../bench/stage.ts'
import { presetConfig } from '../spec/presets.ts'
import { parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { deviceLine, openNodeDevice } from './device.ts'
import { UsageError } from './errors.ts'
import { createLogger, type Logger, progressBar } from './logger.ts'
import { nodeFolder } from './node-folder.ts'

const USAGE = 'Usage: npm run bench -- soak [--steps N] [--browser [--kills N]] [--json]'
const STEPS = { node: 10_000, browser: 1000 }
const KILLS = 25
/** Fewer give too few reports for a tenth of them. */
const MIN_STEPS = 100

export async function soak(args: string[], context: Context): Promise<void> {
  const kinds = { steps: { type: 'string' }, kills: { type: 'string' }, browser: { type: 'boolean' }, json: { type: 'boolean' } } as const
  const options = parseOptions(args, kinds, USAGE)
  const inBrowser = options.flag('browser')
  const steps = options.count('steps', inBrowser ? STEPS.browser : STEPS.node, MIN_STEPS)
  if (!inBrowser && options.text('kills') !== undefined) throw new UsageError(`--kills needs --browser. ${USAGE}`)
  const kills = options.count('kills', KILLS, 0)
  const json = options.flag('json')
  const logger = createLogger(json)
  const emit = (event: BenchEvent) => {
    logger.event(event)
    if (!json) logger.info(Object.values(event).join('  '))
  }
  if (!inBrowser) return soakInNode(steps, logger, emit)
  if (!context.soakInBrowser) throw new UsageError('There is no browser here.')
  const { samples, saved } = await context.soakInBrowser({ steps, kills }, emit, progressBar(logger))
  logger.endProgress()
  emit(doneEvent(steps, samples, { savedStep: saved }))
}

async function soakInNode(steps: number, logger: Logger, emit: (event: BenchEvent) => void): Promise<void> {
  const device = await openNodeDevice('auto')
  logger.info(deviceLine(device.info))
  const folder = await mkdtemp(join(tmpdir(), 'quarterturn-soak-'))
  try {
    const { samples, ...saves } = await soakTrainer(
      { ...presetConfig('smoke'), steps },
      {
        device,
        root: nodeFolder(folder),
        now: () => performance.now() / 1000,
        memory: () => process.memoryUsage().rss,
        progress: progressBar(logger),
      },
    )
    logger.endProgress()
    emit(doneEvent(steps, samples, saves))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Ratios are last over first. */
function doneEvent(steps: number, samples: readonly SoakSample[], saves: Readonly<Record<string, number>>): BenchEvent {
  const { first, last } = firstAndLastTenth(samples)
  return {
    event: 'done',
    steps,
    ...saves,
    bytesFirst: Math.round(first.bytes),
    bytesLast: Math.round(last.bytes),
    bytesRatio: last.bytes / first.bytes,
    tensorsFirst: first.tensors,
    tensorsLast: last.tensors,
    stepsPerSecondFirst: first.stepsPerSecond,
    stepsPerSecondLast: last.stepsPerSecond,
    speedRatio: last.stepsPerSecond / first.stepsPerSecond,
  }
}
