// `train`: a run from the command line, into a folder, with everything needed to go on later.

import { trainingSet } from '../data/collection.ts'
import type { Dataset } from '../data/dataset.ts'
import { identify, type TrainingImages, whyOtherImages } from '../data/fingerprint.ts'
import { restoreRun, writeCheckpoint } from '../gan/checkpoint.ts'
import { createRun, type Run } from '../gan/run.ts'
import { train as steps } from '../gan/train.ts'
import { type BackendChoice, recordOf } from '../spec/backends.ts'
import { preparationOf } from '../spec/config.ts'
import type { StepReport } from '../spec/report.ts'
import { grouped } from '../spec/words.ts'
import type { Device } from '../tensor/backend.ts'
import { DeviceError } from '../tensor/device-errors.ts'
import { createTuner, type Tuner } from '../tensor/tuning.ts'
import { BACKEND_USAGE, parseBackend, parseOptions } from './arguments.ts'
import { createVoice, importProgress, type Voice } from './console.ts'
import { describeWarning } from './describe-warning.ts'
import { deviceLine, openNodeDevice, sayOtherBits } from './device.ts'
import { FileError, NoDataError } from './errors.ts'
import { openData } from './files.ts'
import { claimFolder } from './folder-lock.ts'
import type { Context } from './index.ts'
import { openNetwork } from './network.ts'
import { writeGrid } from './png.ts'
import { checkpointOf, openRunFolder, type RunFolder } from './run-folder.ts'
import { createRunScores, type RunScores } from './run-scores.ts'
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
  const voice = createVoice(options.flag('json'))
  const backend = parseBackend(options)
  const plan = await planTraining(options)
  if (isDone(plan)) return tellDone(plan, await checkpointOf(options.required('resume')), voice)
  const claimed = await claimFolder(plan.out)
  try {
    await trainInto(plan, backend, options.flag('json'), voice, context)
  } finally {
    await claimed.release()
  }
}

/** All steps were made before: what there is to show for them lies where the run was resumed from. */
function tellDone({ checkpoint, config }: TrainPlan, file: string, voice: Voice): void {
  const step = checkpoint?.step ?? 0
  const steps = grouped(config.steps)
  voice.say(
    `Nothing to do: the run has made ${grouped(step)} steps, and ${steps} were asked for. --steps N takes it further. It is in ${file}.`,
  )
  voice.event({ event: 'done', steps: step, seconds: checkpoint?.elapsedSeconds ?? 0, adapter: null, checkpoint: file })
}

async function trainInto(plan: TrainPlan, backend: BackendChoice, json: boolean, voice: Voice, { root }: Context): Promise<void> {
  const { data, out, config, checkpoint } = plan
  const dataset = await openTrainingSet(plan, root, voice)
  const images = checkImages(plan, dataset, voice)

  const device = await openNodeDevice(backend)
  voice.say(deviceLine(device.info))
  const record = recordOf(device.info)
  const otherBits = checkpoint && sayOtherBits(checkpoint.step, checkpoint.device, record)
  if (otherBits) voice.say(otherBits)
  const run = checkpoint ? restoreRun({ ...checkpoint, config }, dataset) : createRun(config, dataset)
  const folder = await openRunFolder(out, data, config, plan.goesOnAt)
  await folder.log({ event: 'device', step: run.step, ...record })

  const failed = device.failed.then((failure) => {
    throw new DeviceError(failure)
  })
  const tuner = createTuner(device.info, tuningFiles(root), () => performance.now())
  const scores = createRunScores(dataset, () => openNetwork(root), folder.lowestKid)
  const seconds = await Promise.race([failed, play({ run, dataset, images, device, folder, data, voice, tuner, scores })])
  voice.event({
    event: 'done',
    steps: run.step,
    seconds,
    adapter: record.name,
    backend: record.backend,
    threads: record.threads,
    checkpoint: folder.checkpointFile,
  })
  if (!json) voice.say(`Done: ${run.step} steps, the run is in ${out}.`)
  run.dispose()
}

async function openTrainingSet({ data, config, checkpoint }: TrainPlan, root: string, voice: Voice): Promise<Dataset> {
  const collection = await openData(data, preparationOf(config), { root, onProgress: importProgress(voice) })
  voice.endProgress()
  for (const { path, sentence } of collection.findings) voice.say(`${path}: ${sentence}`)
  // A resumed run keeps its settings: none can be advised.
  for (const warning of collection.warnings) voice.say(describeWarning(checkpoint ? { ...warning, remedy: null } : warning))
  const dataset = trainingSet(collection)
  if (dataset.count === 0) throw new NoDataError(`All ${grouped(collection.count)} images are left out: the lines above say why.`)
  voice.say(`${dataset.label}: ${dataset.count} images of ${dataset.size} px, ${dataset.channels === 1 ? 'grey' : 'colour'}`)
  return dataset
}

/** A resumed run is the run it would have been only on the same images. @throws FileError where they are others */
function checkImages({ checkpoint, force }: TrainPlan, dataset: Dataset, voice: Voice): TrainingImages {
  const images = identify(dataset)
  if (!checkpoint) return images
  if (!checkpoint.images) {
    voice.say('The checkpoint is of an older version: it does not tell whether these are the images of its run.')
    return images
  }
  const other = whyOtherImages(checkpoint.images, images)
  if (other && !force) throw new FileError(`${other} Give those of the run by --data, or go on with these by --force.`)
  if (other) voice.say(`${other} The run goes on with them all the same.`)
  return images
}

interface Playing {
  readonly run: Run
  readonly dataset: Dataset
  readonly images: TrainingImages
  readonly device: Device
  readonly folder: RunFolder
  /** Name of the data, as it was given. */
  readonly data: string
  readonly voice: Voice
  readonly tuner: Tuner | undefined
  readonly scores: RunScores
}

/** Trains to the end, or to an interrupt, and saves. Returns the seconds spent training. */
async function play({ run, dataset, images, device, folder, data, voice, tuner, scores }: Playing): Promise<number> {
  let stopped = false
  let seconds = 0
  let scoring = 0
  process.once('SIGINT', () => {
    stopped = true
    voice.say('Stopping after this step; the run is saved.')
  })
  const about = { data, channels: dataset.channels, images, device: recordOf(device.info) }
  const checkpoint = () => writeCheckpoint(run, { ...about, elapsedSeconds: seconds })
  await run.prepare((done, total) => voice.progress(done, total, null, 'compiling'), tuner)
  for await (const step of steps(run, device, () => performance.now() / 1000 - scoring)) {
    const last = stopped || step >= run.config.steps
    if (step % REPORT_EVERY === 0 || last) {
      const report = await run.report()
      if (report) {
        seconds = report.elapsedSeconds
        await tell(report, run, folder, voice)
      }
    }
    if (step % SAMPLES_EVERY === 0 || last) await writeGrid((await run.samples()).pictures, WALL_COLUMNS, folder.sampleFile(step))
    const began = performance.now()
    if (await tellScore(run, folder, voice, scores)) await folder.saveBest(await checkpoint())
    scoring += (performance.now() - began) / 1000
    if (step % CHECKPOINT_EVERY === 0 || last) await folder.saveCheckpoint(await checkpoint())
    if (last) break
  }
  voice.endProgress()
  return seconds
}

/** Whether there was a score, and the best so far. */
async function tellScore(run: Run, folder: RunFolder, voice: Voice, scores: RunScores): Promise<boolean> {
  const whole = 100
  const line = await scores.scoreIfDue(run, (share) => voice.progress(Math.round(whole * share), whole, null, `scoring step ${run.step}`))
  if (!line) return false
  voice.event({ ...line })
  await folder.log({ ...line })
  return line.best
}

async function tell(report: StepReport, run: Run, folder: RunFolder, voice: Voice): Promise<void> {
  const { statistics, ...progress } = report
  const line = { event: 'step', ...progress, ...statistics }
  voice.event(line)
  await folder.log(line)
  const left = (run.config.steps - report.step) / Math.max(report.stepsPerSecond, Number.MIN_VALUE)
  const { lossD, lossG, rotationAccuracyReal: accuracy = null } = statistics
  const rotation = accuracy === null ? '' : ` · rotation ${Math.round(accuracy * 100)} %`
  voice.progress(report.step, run.config.steps, left, `D ${lossD?.toFixed(2)} · G ${lossG?.toFixed(2)}${rotation}`)
}
