// `train`: a run from the command line, into a folder, with everything needed to resume it.

import { randomUUID } from 'node:crypto'
import { takenOf, trainingSet } from '../data/collection.ts'
import type { Dataset } from '../data/dataset.ts'
import { identify, type TrainingImages, whyOtherImages } from '../data/fingerprint.ts'
import { restoreRun } from '../gan/checkpoint.ts'
import { createRun } from '../gan/run.ts'
import { type BackendChoice, recordOf } from '../spec/backends.ts'
import { preparationOf } from '../spec/config.ts'
import { isBuiltinName } from '../spec/datasets.ts'
import { grouped } from '../spec/words.ts'
import type { NewRun } from '../store/run-writer.ts'
import { DeviceError } from '../tensor/device-errors.ts'
import { createTuner } from '../tensor/tuning.ts'
import { BACKEND_USAGE, parseBackend, parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { describeWarning } from './describe-warning.ts'
import { describeOtherBits, deviceLine, openNodeDevice } from './device.ts'
import { FileError, NoDataError } from './errors.ts'
import { BUILTIN, openData } from './files.ts'
import { lockFolder } from './folder-lock.ts'
import { openLabels } from './label-file.ts'
import { createLogger, importProgress, type Logger } from './logger.ts'
import { scoresSoFar } from './named-run.ts'
import { openNetworkOnce } from './network.ts'
import { openRunOutput } from './run-output.ts'
import { describeAccuracy, describeOtherLabels, labelTable, type NamedImage, trainLabelling } from './train-labelling.ts'
import { openScoring, runTraining } from './train-loop.ts'
import { isDone, planTraining, type TrainPlan } from './train-plan.ts'
import { tuningFiles } from './tuning-files.ts'

const USAGE = `Usage: npm run train -- --data builtin:NAME|FOLDER|FILE.zip --out DIR [--labels FILE.csv] [--preset NAME] [--set key=value ...] [--steps N] [--seed S] [--save-every N] [--force] ${BACKEND_USAGE} [--json], or: npm run train -- --resume DIR|FILE.zip|FILE.safetensors [--steps N] [--data ...] [--labels FILE.csv] [--out DIR] [--save-every N] [--force] ${BACKEND_USAGE} [--json]`

export async function train(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const strings = {
    data: string,
    labels: string,
    out: string,
    preset: string,
    steps: string,
    seed: string,
    resume: string,
    backend: string,
  } as const
  const options = parseOptions(
    args,
    { ...strings, 'save-every': string, set: { type: 'string', multiple: true }, force: boolean, json: boolean },
    USAGE,
  )
  const logger = createLogger(options.flag('json'))
  const backend = parseBackend(options)
  const plan = await planTraining(options)
  if (isDone(plan)) return logDone(plan, logger)
  const lock = await lockFolder(plan.out)
  try {
    await trainInto(plan, backend, options.flag('json'), logger, context)
  } finally {
    await lock.release()
  }
}

/** All steps were made before: the result is where the run was resumed from. */
function logDone({ from, config }: TrainPlan, logger: Logger): void {
  if (!from) return
  const { file, checkpoint } = from
  const steps = grouped(config.steps)
  logger.info(
    `Nothing to do: the run has made ${grouped(checkpoint.step)} steps, and ${steps} were asked for. --steps N takes it further. It is in ${file}.`,
  )
  logger.event({ event: 'done', steps: checkpoint.step, seconds: checkpoint.elapsedSeconds, adapter: null, checkpoint: file })
}

async function trainInto(plan: TrainPlan, backend: BackendChoice, json: boolean, logger: Logger, { root }: Context): Promise<void> {
  const { data, out, config, from, isInPlace } = plan
  const { dataset, leftOut, images } = await openTrainingSet(plan, root, logger)
  const identity = checkImages(plan, dataset, logger)

  const device = await openNodeDevice(backend)
  logger.info(deviceLine(device.info))
  const record = recordOf(device.info)
  const otherBits = from && describeOtherBits(from.checkpoint.step, from.checkpoint.device, record)
  if (otherBits) logger.info(otherBits)
  const run = from ? restoreRun({ ...from.checkpoint, config }, dataset) : createRun(config, dataset)
  const otherLabels = describeOtherLabels(run, dataset)
  if (otherLabels) logger.info(otherLabels)
  const scoresBefore = from ? await scoresSoFar(from) : []
  const newRun = describeRun(plan, dataset, leftOut, identity)
  const output = await openRunOutput({ path: out, data, run: newRun, from: isInPlace || from?.isProject ? from : null, device: record })
  if (from && config.steps !== from.checkpoint.config.steps)
    await output.log({ event: 'change', step: run.step, changes: { steps: config.steps } })
  await output.log({ event: 'device', step: run.step, device: record })

  const failed = device.failed.then((failure) => {
    throw new DeviceError(failure)
  })
  const tuner = createTuner(device.info, tuningFiles(root), () => performance.now())
  const network = openNetworkOnce(root)
  const scoring = openScoring(run, dataset, network, output.best)
  const labelling = trainLabelling({ run, dataset, images, network, output, logger })
  if (run.classes) await output.writeLabels(labelTable(run.classes, images)) // those of the state that the run goes on from
  const about = { run: output.run.id, data, channels: dataset.channels, images: identity, device: record }
  const { scheduled } = newRun
  const { saveEvery } = plan
  const training = { run, device, output, about, scheduled, saveEvery, logger, tuner, scoring, labelling, scoresBefore }
  const seconds = await Promise.race([failed, runTraining(training)])
  const labelAccuracy = await Promise.race([failed, labelling.finish()])
  logger.event({
    event: 'done',
    steps: run.step,
    seconds,
    adapter: record.name,
    backend: record.backend,
    threads: record.threads,
    checkpoint: output.stateFile,
    ...(run.classes && { labelAccuracy }),
  })
  if (labelAccuracy !== null && !json) logger.info(describeAccuracy(labelAccuracy))
  if (!json) logger.info(`Done: ${run.step} steps, the run is in ${out}.`)
  run.dispose()
}

/** What a run is kept as, where it does not go on in its own folder. */
function describeRun(plan: TrainPlan, { label, channels }: Dataset, leftOut: readonly number[], identity: TrainingImages): NewRun {
  const { data, config, from, isInPlace } = plan
  const builtin = data.slice(BUILTIN.length)
  const source = data.startsWith(BUILTIN) && isBuiltinName(builtin) ? ({ kind: 'builtin', name: builtin } as const) : null
  const before = from?.stored?.record
  return {
    id: (before ? undefined : from?.checkpoint.run) ?? randomUUID(), // a checkpoint by itself goes on as the run that it is of
    name: label,
    images: { source: source ?? { kind: 'own', name: data }, label, preparation: preparationOf(config), channels, leftOut, identity },
    config,
    origin: before && !isInPlace ? { kind: 'branch', id: before.id, name: before.name, step: before.step } : null,
    scheduled: before?.scheduled ?? [],
  }
}

async function openTrainingSet(
  { data, labels, config, from, leftOut }: TrainPlan,
  root: string,
  logger: Logger,
): Promise<{ readonly dataset: Dataset; readonly leftOut: readonly number[]; readonly images: readonly NamedImage[] }> {
  const giveLabels = await openLabels(labels)
  const opened = await openData(data, preparationOf(config), { root, onProgress: importProgress(logger) })
  logger.endProgress()
  const collection = giveLabels(leftOut ? { ...opened, leftOut: new Set(leftOut) } : opened, logger)
  for (const { path, sentence } of collection.findings) logger.info(`${path}: ${sentence}`)
  // A resumed run keeps its settings: there is no remedy to offer.
  for (const warning of collection.warnings) logger.info(describeWarning(from ? { ...warning, remedy: null } : warning))
  const dataset = trainingSet(collection)
  if (dataset.count === 0) throw new NoDataError(`All ${grouped(collection.count)} images are left out: the lines above say why.`)
  logger.info(`${dataset.label}: ${dataset.count} images of ${dataset.size} px, ${dataset.channels === 1 ? 'grey' : 'colour'}`)
  const images = takenOf(collection).map((number) => ({ number, path: collection.paths[number] as string }))
  return { dataset, leftOut: [...collection.leftOut].sort((one, other) => one - other), images }
}

/** A resumed run equals an uninterrupted one only on the same images. @throws FileError where they are others */
function checkImages({ from, force }: TrainPlan, dataset: Dataset, logger: Logger): TrainingImages {
  const images = identify(dataset)
  if (!from) return images
  const before = from.checkpoint.images
  if (!before) {
    logger.info('The checkpoint is of an older version: it does not say whether these are the images of its run.')
    return images
  }
  const other = whyOtherImages(before, images)
  if (other && !force) throw new FileError(`${other} Give those of the run by --data, or go on with these by --force.`)
  if (other) logger.info(`${other} The run goes on with them all the same.`)
  return images
}
