// `train`: a run from the command line, into a folder, with everything needed to go on later.
import { restoreRun, writeCheckpoint } from '../core/checkpoint.ts'
import { trainingSet } from '../core/data/collection.ts'
import type { Dataset } from '../core/data/dataset.ts'
import { createRun, type Run } from '../core/run.ts'
import { train as steps } from '../core/train.ts'
import { preparationOf } from '../spec/config.ts'
import type { ImportProgress, StepReport } from '../spec/report.ts'
import { openDevice } from '../tensor/backend.ts'
import { createTuner, type Tuner } from '../tensor/tuning.ts'
import { parseBackend, parseOptions, parseSettings, UsageError } from './arguments.ts'
import { createVoice, type Voice } from './console.ts'
import { describeWarning } from './describe-warning.ts'
import { openData } from './files.ts'
import type { Context } from './index.ts'
import { openNetwork } from './network.ts'
import { writeGrid } from './png.ts'
import { createRunFolder, openCheckpoint, type RunFolder } from './run-folder.ts'
import { createRunScores, type RunScores } from './run-scores.ts'
import { tuningFiles } from './tuning-files.ts'

const USAGE =
  'Usage: npm run train -- --data builtin:NAME|FOLDER|FILE.zip --out DIR [--preset NAME] [--set key=value ...] [--steps N] [--seed S] [--resume DIR] [--backend webgpu|cpu] [--json]'

/** Fixed numbers of steps, not times: the files of two equal runs are equal. */
const REPORT_EVERY = 10
const SAMPLES_EVERY = 100
/** A crash costs at most this many steps. */
const CHECKPOINT_EVERY = 500
const WALL_COLUMNS = 8

export async function train(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const kinds = {
    data: string,
    out: string,
    preset: string,
    set: { type: 'string', multiple: true },
    steps: string,
    seed: string,
    resume: string,
    backend: string,
    json: { type: 'boolean' },
  } as const
  const options = parseOptions(args, kinds, USAGE)
  const voice = createVoice(options.flag('json'))
  const data = options.required('data')
  const out = options.required('out')
  const resume = options.text('resume')
  if (resume && (options.text('preset') || options.texts('set').length > 0 || options.text('seed'))) {
    throw new UsageError('A resumed run keeps its own settings: with --resume only --steps may be given.')
  }
  const checkpoint = resume ? await openCheckpoint(resume) : null
  const config = checkpoint ? { ...checkpoint.config, steps: options.count('steps', checkpoint.config.steps, 1) } : parseSettings(options)

  const collection = await openData(data, preparationOf(config), { root: context.root, onProgress: importProgress(voice) })
  voice.endProgress()
  for (const { path, sentence } of collection.findings) voice.say(`${path}: ${sentence}`)
  for (const warning of collection.warnings) voice.say(describeWarning(warning))
  const dataset = trainingSet(collection)
  voice.say(`${dataset.label}: ${dataset.count} images of ${dataset.size} px, ${dataset.channels === 1 ? 'grey' : 'colour'}`)

  const device = await openDevice(parseBackend(options))
  voice.say(`device: ${device.info.name} (${device.info.backend})${device.info.notice ? `. ${device.info.notice}` : ''}`)
  const run = checkpoint ? restoreRun({ ...checkpoint, config }, dataset) : createRun(config, dataset)
  const folder = await createRunFolder(out, data, config)

  const failed = device.failed.then((failure) => {
    throw new Error(`${failure.message} ${failure.advice}`)
  })
  const tuner = createTuner(device.info, tuningFiles(context.root), () => performance.now())
  const scores = createRunScores(dataset, () => openNetwork(context.root))
  const seconds = await Promise.race([failed, play({ run, dataset, device, folder, data, voice, tuner, scores })])
  voice.event({ event: 'done', steps: run.step, seconds, adapter: device.info.name, checkpoint: folder.checkpointFile })
  if (!options.flag('json')) voice.say(`Done: ${run.step} steps, the run is in ${out}.`)
  run.dispose()
}

/** Reading a large folder takes a while: say how far it is. */
function importProgress(voice: Voice): (progress: ImportProgress) => void {
  const began = performance.now()
  return ({ done, total }) => {
    const seconds = (performance.now() - began) / 1000
    voice.progress(done, total, (seconds / Math.max(done, 1)) * (total - done), 'reading images')
  }
}

interface Playing {
  readonly run: Run
  readonly dataset: Dataset
  readonly device: Parameters<typeof steps>[1]
  readonly folder: RunFolder
  /** Name of the data, as it was given. */
  readonly data: string
  readonly voice: Voice
  readonly tuner: Tuner | undefined
  readonly scores: RunScores
}

/** Trains to the end, or to an interrupt, and saves. Returns the seconds spent training. */
async function play({ run, dataset, device, folder, data, voice, tuner, scores }: Playing): Promise<number> {
  let stopped = false
  let seconds = 0
  let scoring = 0
  process.once('SIGINT', () => {
    stopped = true
    voice.say('Stopping after this step; the run is saved.')
  })
  const checkpoint = () => writeCheckpoint(run, data, dataset.channels, seconds)
  await run.prepare((done, total) => voice.progress(done, total, 0, 'compiling'), tuner)
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
  const line = await scores.scoreIfDue(run, (share) => voice.progress(Math.round(whole * share), whole, 0, `scoring step ${run.step}`))
  if (!line) return false
  voice.event({ ...line })
  await folder.log({ ...line })
  return line.best
}

async function tell(report: StepReport, run: Run, folder: RunFolder, voice: Voice): Promise<void> {
  const line = { event: 'step', ...report }
  voice.event(line)
  await folder.log(line)
  const left = (run.config.steps - report.step) / Math.max(report.stepsPerSecond, Number.MIN_VALUE)
  const accuracy = report.rotationAccuracyReal === null ? '' : ` · rotation ${Math.round(report.rotationAccuracyReal * 100)} %`
  voice.progress(report.step, run.config.steps, left, `D ${report.lossD.toFixed(2)} · G ${report.lossG.toFixed(2)}${accuracy}`)
}
