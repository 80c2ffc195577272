// `train`: a run from the command line, into a folder, with everything needed to resume it.

import { trainingSet } from '../data/collection.ts'
import type { Dataset } from '../data/dataset.ts'
import { identify, type TrainingImages, whyOtherImages } from '../data/fingerprint.ts'
import { analyseHere } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { type BestScore, isScoreDue, RunScoring } from '../eval/scoring.ts'
import { captureCheckpoint, restoreRun } from '../gan/checkpoint.ts'
import { createRun, type Run } from '../gan/run.ts'
import { train as steps } from '../gan/train.ts'
import { type BackendChoice, recordOf } from '../spec/backends.ts'
import { preparationOf } from '../spec/config.ts'
import type { StepReport } from '../spec/report.ts'
import { SCORE_PHASES, type ScoreProgress } from '../spec/scores.ts'
import { grouped } from '../spec/words.ts'
import type { Device } from '../tensor/backend.ts'
import { DeviceError } from '../tensor/device-errors.ts'
import { createTuner, type Tuner } from '../tensor/tuning.ts'
import { BACKEND_USAGE, parseBackend, parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { describeWarning } from './describe-warning.ts'
import { describeOtherBits, deviceLine, openNodeDevice } from './device.ts'
import { FileError, NoDataError } from './errors.ts'
import { openData } from './files.ts'
import { lockFolder } from './folder-lock.ts'
import { createLogger, importProgress, type Logger } from './logger.ts'
import { openNetwork } from './network.ts'
import { writeGrid } from './png.ts'
import { checkpointOf, openRunFolder, type RunFolder } from './run-folder.ts'
import { isDone, planTraining, type TrainPlan } from './train-plan.ts'
import { tuningFiles } from './tuning-files.ts'

const USAGE = `Usage: npm run train -- --data builtin:NAME|FOLDER|FILE.zip --out DIR [--preset NAME] [--set key=value ...] [--steps N] [--seed S] [--force] ${BACKEND_USAGE} [--json], or: npm run train -- --resume DIR|FILE.safetensors [--steps N] [--data ...] [--out DIR] [--force] ${BACKEND_USAGE} [--json]`

/** Fixed numbers of steps, not times: the files of two equal runs are equal. */
const REPORT_EVERY = 10
const SAMPLES_EVERY = 100
/** A crash costs at most this many steps. */
const CHECKPOINT_EVERY = 500
const WALL_COLUMNS = 8

export async function train(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const strings = { data: string, out: string, preset: string, steps: string, seed: string, resume: string, backend: string } as const
  const options = parseOptions(args, { ...strings, set: { type: 'string', multiple: true }, force: boolean, json: boolean }, USAGE)
  const logger = createLogger(options.flag('json'))
  const backend = parseBackend(options)
  const plan = await planTraining(options)
  if (isDone(plan)) return logDone(plan, await checkpointOf(options.required('resume')), logger)
  const lock = await lockFolder(plan.out)
  try {
    await trainInto(plan, backend, options.flag('json'), logger, context)
  } finally {
    await lock.release()
  }
}

/** All steps were made before: the result is where the run was resumed from. */
function logDone({ checkpoint, config }: TrainPlan, file: string, logger: Logger): void {
  const step = checkpoint?.step ?? 0
  const steps = grouped(config.steps)
  logger.info(
    `Nothing to do: the run has made ${grouped(step)} steps, and ${steps} were asked for. --steps N takes it further. It is in ${file}.`,
  )
  logger.event({ event: 'done', steps: step, seconds: checkpoint?.elapsedSeconds ?? 0, adapter: null, checkpoint: file })
}

async function trainInto(plan: TrainPlan, backend: BackendChoice, json: boolean, logger: Logger, { root }: Context): Promise<void> {
  const { data, out, config, checkpoint } = plan
  const dataset = await openTrainingSet(plan, root, logger)
  const images = checkImages(plan, dataset, logger)

  const device = await openNodeDevice(backend)
  logger.info(deviceLine(device.info))
  const record = recordOf(device.info)
  const otherBits = checkpoint && describeOtherBits(checkpoint.step, checkpoint.device, record)
  if (otherBits) logger.info(otherBits)
  const run = checkpoint ? restoreRun({ ...checkpoint, config }, dataset) : createRun(config, dataset)
  const folder = await openRunFolder(out, data, config, plan.resumeStep)
  await folder.log({ event: 'device', step: run.step, ...record })

  const failed = device.failed.then((failure) => {
    throw new DeviceError(failure)
  })
  const tuner = createTuner(device.info, tuningFiles(root), () => performance.now())
  const scoring = openScoring(run, dataset, root, folder.best)
  const seconds = await Promise.race([failed, runTraining({ run, dataset, images, device, folder, data, logger, tuner, scoring })])
  logger.event({
    event: 'done',
    steps: run.step,
    seconds,
    adapter: record.name,
    backend: record.backend,
    threads: record.threads,
    checkpoint: folder.checkpointFile,
  })
  if (!json) logger.info(`Done: ${run.step} steps, the run is in ${out}.`)
  run.dispose()
}

async function openTrainingSet({ data, config, checkpoint }: TrainPlan, root: string, logger: Logger): Promise<Dataset> {
  const collection = await openData(data, preparationOf(config), { root, onProgress: importProgress(logger) })
  logger.endProgress()
  for (const { path, sentence } of collection.findings) logger.info(`${path}: ${sentence}`)
  // A resumed run keeps its settings: there is no remedy to offer.
  for (const warning of collection.warnings) logger.info(describeWarning(checkpoint ? { ...warning, remedy: null } : warning))
  const dataset = trainingSet(collection)
  if (dataset.count === 0) throw new NoDataError(`All ${grouped(collection.count)} images are left out: the lines above say why.`)
  logger.info(`${dataset.label}: ${dataset.count} images of ${dataset.size} px, ${dataset.channels === 1 ? 'grey' : 'colour'}`)
  return dataset
}

/** A resumed run equals an uninterrupted one only on the same images. @throws FileError where they are others */
function checkImages({ checkpoint, force }: TrainPlan, dataset: Dataset, logger: Logger): TrainingImages {
  const images = identify(dataset)
  if (!checkpoint) return images
  if (!checkpoint.images) {
    logger.info('The checkpoint is of an older version: it does not say whether these are the images of its run.')
    return images
  }
  const other = whyOtherImages(checkpoint.images, images)
  if (other && !force) throw new FileError(`${other} Give those of the run by --data, or go on with these by --force.`)
  if (other) logger.info(`${other} The run goes on with them all the same.`)
  return images
}

interface Training {
  readonly run: Run
  readonly dataset: Dataset
  readonly images: TrainingImages
  readonly device: Device
  readonly folder: RunFolder
  /** Name of the data, as it was given. */
  readonly data: string
  readonly logger: Logger
  readonly tuner: Tuner | undefined
  readonly scoring: RunScoring<null>
}

/** Trains to the end, or to an interrupt, and saves. Returns the seconds spent training. */
async function runTraining({ run, dataset, images, device, folder, data, logger, tuner, scoring }: Training): Promise<number> {
  let stopped = false
  let seconds = 0
  let waited = 0
  process.once('SIGINT', () => {
    stopped = true
    logger.info('Stopping after this step; the run is saved.')
  })
  const about = { data, channels: dataset.channels, images, device: recordOf(device.info) }
  const checkpoint = () => captureCheckpoint(run, { ...about, elapsedSeconds: seconds })
  await run.prepare((done, total) => logger.progress(done, total, null, 'compiling'), tuner)
  for await (const step of steps(run, device, () => performance.now() / 1000 - waited)) {
    const last = stopped || step >= run.config.steps
    if (step % REPORT_EVERY === 0 || last) {
      const report = await run.report()
      if (report) {
        seconds = report.elapsedSeconds
        await logReport(report, run, folder, logger)
      }
    }
    if (step % SAMPLES_EVERY === 0 || last) await writeGrid((await run.samples()).pictures, WALL_COLUMNS, folder.sampleFile(step))
    const began = performance.now()
    if (await scoreIfDue(run, folder, logger, scoring)) await folder.saveBest(await checkpoint())
    waited += (performance.now() - began) / 1000
    if (step % CHECKPOINT_EVERY === 0 || last) await folder.saveCheckpoint(await checkpoint())
    if (last) break
  }
  logger.endProgress()
  return seconds
}

/** Scores are computed in this process, between two steps. */
function openScoring(run: Run, dataset: Dataset, root: string, best: BestScore | null): RunScoring<null> {
  let network: Promise<FeatureNetwork> | null = null
  return new RunScoring<null>(
    {
      network: () => {
        network ??= openNetwork(root)
        return network
      },
      analyse: analyseHere,
      now: () => performance.now() / 1000,
      costs: new WeakMap(),
      betweenSteps: (task) => task({ run, dataset, save: async () => null }), // the run stands still: a state can be saved afterwards
    },
    best && { ...best, state: null },
  )
}

/** Whether there was a score, and the best so far. */
async function scoreIfDue(run: Run, folder: RunFolder, logger: Logger, scoring: RunScoring<null>): Promise<boolean> {
  if (!isScoreDue(run)) return false
  const onProgress = ({ phase, share, left }: ScoreProgress) =>
    logger.progress(Math.round(100 * share), 100, left, `scoring step ${run.step}: ${SCORE_PHASES[phase].toLowerCase()}`)
  const { step, network, seconds: _, nearest: __, ...scores } = await scoring.score({ onProgress })
  const best = scoring.best?.step === step
  const line = { event: 'score', step, network, best, ...scores }
  logger.event(line)
  await folder.log(line)
  return best
}

async function logReport(report: StepReport, run: Run, folder: RunFolder, logger: Logger): Promise<void> {
  const { statistics, ...progress } = report
  const line = { event: 'step', ...progress, ...statistics }
  logger.event(line)
  await folder.log(line)
  const left = (run.config.steps - report.step) / Math.max(report.stepsPerSecond, Number.MIN_VALUE)
  const { lossD, lossG, rotationAccuracyReal: accuracy = null } = statistics
  const rotation = accuracy === null ? '' : ` · rotation ${Math.round(accuracy * 100)} %`
  logger.progress(report.step, run.config.steps, left, `D ${lossD?.toFixed(2)} · G ${lossG?.toFixed(2)}${rotation}`)
}
