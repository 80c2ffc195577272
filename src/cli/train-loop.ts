// The steps of a run from the command line: what is reported, scored, drawn and saved between them.

import type { Dataset } from '../data/dataset.ts'
import { analyseHere } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { type BestScore, isScoreDue, RunScoring } from '../eval/scoring.ts'
import { type AboutRun, captureCheckpoint } from '../gan/checkpoint.ts'
import type { Run } from '../gan/run.ts'
import { train as steps } from '../gan/train.ts'
import { recordOf } from '../spec/backends.ts'
import { CancelledError, type CancelSignal } from '../spec/cancel.ts'
import { collapsedClasses, describeCollapse } from '../spec/class-collapse.ts'
import { pointsOfGrid } from '../spec/picture-code.ts'
import type { StepReport } from '../spec/report.ts'
import { lineOf } from '../spec/run-log.ts'
import type { RunEvent, ScheduledChange } from '../spec/runs.ts'
import { SCORE_PHASES, type ScoreProgress, type ScoreReport } from '../spec/scores.ts'
import type { RunState } from '../store/stored-run.ts'
import type { Device } from '../tensor/backend.ts'
import type { Tuner } from '../tensor/tuning.ts'
import type { Logger } from './logger.ts'
import { writeGrid } from './png.ts'
import type { RunOutput } from './run-output.ts'
import type { TrainLabelling } from './train-labelling.ts'

/** Fixed numbers of steps, not times: the files of two equal runs are equal. */
const REPORT_EVERY = 10
const SAMPLES_EVERY = 100
const WALL_COLUMNS = 8

export interface Training {
  readonly run: Run
  readonly device: Device
  readonly output: RunOutput
  readonly about: Omit<AboutRun, 'elapsedSeconds'>
  /** Live settings that change at their steps. */
  readonly scheduled: readonly ScheduledChange[]
  /** Steps between two saves. */
  readonly saveEvery: number
  readonly logger: Logger
  readonly tuner: Tuner | undefined
  readonly scoring: RunScoring<null>
  readonly labelling: TrainLabelling
  /** The scores that were made before, where the run goes on. */
  readonly scoresBefore: readonly ScoreReport[]
}

/** Trains to the end, or to an interrupt, and saves. Returns the seconds spent training. */
export async function runTraining(training: Training): Promise<number> {
  const { run, device, output, saveEvery, logger, tuner, labelling } = training
  let seconds = 0
  let waited = 0
  const scores = [...training.scoresBefore]
  const stopping = stopOnInterrupt(logger)
  const now = () => performance.now() / 1000
  const report = async () => {
    const made = await run.report()
    seconds = made?.elapsedSeconds ?? seconds
    if (made) await logReport(made, training)
  }
  await run.prepare((done, total) => logger.progress(done, total, null, 'compiling'), tuner)
  if (!(await labelling.findIfDue(stopping))) return stopAtOnce(run)
  for await (const step of steps(run, device, () => now() - waited)) {
    const last = stopping.aborted || step >= run.config.steps
    const isSaveDue = step % saveEvery === 0 || last
    // Before each save too: a report is a mean over the steps since the last one, and a resumed run has none of before its save.
    if (step % REPORT_EVERY === 0 || isSaveDue || isScoreDue(run)) await report()
    if (step % SAMPLES_EVERY === 0 || last) await writeWall(training)
    const began = now()
    const best = isScoreDue(run) ? await score(training, scores) : null
    await applySchedule(training)
    const isSaved = best !== null || isSaveDue
    if (isSaved) await output.save(await captureState(training, seconds, best))
    const goesOn = !last && (await labelling.findIfDue(stopping))
    waited += now() - began
    if (goesOn) continue
    if (isSaved) break
    await report()
    await output.save(await captureState(training, seconds, null))
    break
  }
  logger.endProgress()
  return seconds
}

async function writeWall({ run, output }: Training): Promise<void> {
  const grid = await run.samples()
  const facts = { run: output.run, step: grid.step, points: pointsOfGrid(grid), classNames: run.classes?.names ?? [] }
  await writeGrid(grid.pictures, WALL_COLUMNS, output.sampleFile(grid.step), { facts })
}

function stopOnInterrupt(logger: Logger): CancelSignal {
  const stopping = { aborted: false }
  process.once('SIGINT', () => {
    stopping.aborted = true
    logger.info('Stopping after this step; the run is saved.')
  })
  return stopping
}

/** Before a step was made. @throws CancelledError where the run begins here */
function stopAtOnce({ step }: Run): number {
  if (step > 0) return 0
  throw new CancelledError('Stopped while the classes were being found: no step was made, so there is nothing to keep.')
}

/** Settings that change after this step, because the run repeats another one. */
async function applySchedule({ run, scheduled, output }: Training): Promise<void> {
  for (const { step, changes } of scheduled) {
    if (step !== run.step) continue
    run.tune(changes)
    await output.log({ event: 'change', step, changes })
  }
}

async function captureState({ run, device, about }: Training, elapsedSeconds: number, best: BestScore | null): Promise<RunState> {
  const { step, config } = run
  const pictures = { wall: await run.samples(), panel: await run.rotations() }
  const bytes = await captureCheckpoint(run, { ...about, elapsedSeconds }, pictures)
  const score = best && { best: { kid: best.kid, network: best.network } }
  return { bytes, step, elapsedSeconds, config, device: recordOf(device.info), ...score }
}

/** Scores are computed in this process, between two steps. */
export function openScoring(run: Run, dataset: Dataset, network: () => Promise<FeatureNetwork>, best: BestScore | null): RunScoring<null> {
  return new RunScoring<null>(
    {
      network,
      analyse: analyseHere,
      now: () => performance.now() / 1000,
      costs: new WeakMap(),
      betweenSteps: (task) => task({ run, dataset, save: async () => null }), // the run stands still: a state can be saved afterwards
    },
    best && { ...best, state: null },
  )
}

/**
 * @param scores those of the run so far, to which it is added
 * @returns the score where it is the best so far
 */
async function score({ run, output, logger, scoring }: Training, scores: ScoreReport[]): Promise<BestScore | null> {
  const onProgress = ({ phase, share, left }: ScoreProgress) =>
    logger.progress(Math.round(100 * share), 100, left, `scoring step ${run.step}: ${SCORE_PHASES[phase].toLowerCase()}`)
  const report = await scoring.score({ onProgress })
  const isBest = scoring.best?.step === report.step
  const event: RunEvent = { event: 'score', step: report.step, report, best: isBest }
  const { seconds: _, nearest: __, ...line } = lineOf(event)
  logger.event({ event: 'score', ...line })
  await output.log(event)
  scores.push(report)
  const collapse = describeCollapse(collapsedClasses(scores))
  if (collapse !== null) logger.info(collapse)
  return isBest ? scoring.best : null
}

async function logReport(report: StepReport, { run, output, logger }: Training): Promise<void> {
  const event: RunEvent = { event: 'step', step: report.step, report }
  logger.event({ event: 'step', ...lineOf(event) })
  await output.log(event)
  const left = (run.config.steps - report.step) / Math.max(report.stepsPerSecond, Number.MIN_VALUE)
  const { lossD, lossG, rotationAccuracyReal: accuracy = null } = report.statistics
  const rotation = accuracy === null ? '' : ` · rotation ${Math.round(accuracy * 100)} %`
  logger.progress(report.step, run.config.steps, left, `D ${lossD?.toFixed(2)} · G ${lossG?.toFixed(2)}${rotation}`)
}
