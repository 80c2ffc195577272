// Parts of `bench soak` that train: many steps in Node or in the built page, and kills of that page in the middle of saves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstAndLastTenth, type SoakSample, soak } from '../bench/soak/training.ts'
import { presetConfig } from '../spec/presets.ts'
import type { Context } from './context.ts'
import { deviceLine, openNodeDevice } from './device.ts'
import { UsageError } from './errors.ts'
import { type Logger, progressBar } from './logger.ts'
import { nodeFolder } from './node-folder.ts'

/** Steps before the first kill. */
const STEPS_BEFORE_KILLS = 10

/** `smoke`, with all that the page keeps of it. */
export async function soakSteps(steps: number, logger: Logger): Promise<void> {
  const device = await openNodeDevice('auto')
  logger.info(deviceLine(device.info))
  const folder = await mkdtemp(join(tmpdir(), 'quarterturn-soak-'))
  try {
    const stage = { device, root: nodeFolder(folder), now: () => performance.now() / 1000, memory: () => process.memoryUsage.rss() }
    const { samples, ...saves } = await soak({ ...presetConfig('smoke'), steps }, { ...stage, progress: progressBar(logger) })
    logger.endProgress()
    tellTenths('steps', steps, samples, saves, logger)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function soakStepsInBrowser(steps: number, logger: Logger, { soakInBrowser }: Context): Promise<void> {
  if (!soakInBrowser) throw new UsageError('There is no browser here.')
  const { samples, saved } = await soakInBrowser({ steps, kills: 0 }, () => undefined, progressBar(logger))
  logger.endProgress()
  tellTenths('browserSteps', steps, samples, { savedStep: saved }, logger)
}

/** @returns how many did not reopen at a step between the last completed save and the last step that was made */
export async function soakKills(kills: number, logger: Logger, { soakInBrowser }: Context): Promise<number> {
  if (!soakInBrowser) throw new UsageError('There is no browser here.')
  let wrong = 0
  const rows = [['kill', 'of', 'saved', 'made', 'reopened', 'at']]
  await soakInBrowser(
    { steps: STEPS_BEFORE_KILLS, kills },
    ({ kill, what, point, saved, made, reopened }) => {
      logger.event({ event: 'kill', kill, what, point, saved, made, reopened })
      rows.push([kill, what, saved, made, reopened, point].map(String))
      if (reopened < saved || reopened > made) wrong++
    },
    progressBar(logger),
  )
  logger.endProgress()
  logger.table(rows.map((row) => `${row.map((cell) => cell.padEnd(10)).join('')}\n`).join(''))
  return wrong
}

/** Ratios are last over first. */
function tellTenths(
  event: string,
  steps: number,
  samples: readonly SoakSample[],
  saves: Readonly<Record<string, number>>,
  logger: Logger,
): void {
  const { first, last } = firstAndLastTenth(samples)
  logger.event({ event, steps, ...saves, first, last })
  const percent = (now: number, before: number) => `${((100 * now) / before).toFixed(1)} % of the first tenth`
  logger.info(
    `${steps} steps, the last save at step ${saves.savedStep}. In the last tenth, memory was ${percent(last.bytes, first.bytes)},`,
  )
  logger.info(`steps per second were ${percent(last.stepsPerSecond, first.stepsPerSecond)}, tensors ${first.tensors} and ${last.tensors}.`)
}
