// `score`: how far generated images, or any other images, are from real ones, and with what error.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Collection } from '../data/collection.ts'
import { imagesAt } from '../data/dataset.ts'
import { identify, whyOtherImages } from '../data/fingerprint.ts'
import { splitImages } from '../data/sampling.ts'
import { analyseHere } from '../eval/analysis.ts'
import { labelledImages, probeCandidates } from '../eval/analysis-features.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import type { ScoreInput } from '../eval/metrics/metric.ts'
import { type KnownClasses, trueClasses } from '../eval/score-classes.ts'
import { drawing, followScore, gatherReal, gatherSamples, type PhaseOptions, type ScoreRequest } from '../eval/score-features.ts'
import { type Checkpoint, restoreModels } from '../gan/checkpoint.ts'
import { disposeModels, type Models } from '../gan/models.ts'
import type { Run } from '../gan/run.ts'
import { createSampler } from '../gan/sampler.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { isPixelRange, PIXEL_RANGES, type PixelRange, SCORE_PHASES, type ScoreProgress, type Scores } from '../spec/scores.ts'
import { grouped } from '../spec/words.ts'
import { BACKEND_USAGE, type Options, parseBackend, parseOptions, parseSettings } from './arguments.ts'
import type { Context } from './context.ts'
import { describeProbe, describeProbeRows, describeScores } from './describe-scores.ts'
import { deviceLine, openNodeDevice } from './device.ts'
import { UsageError } from './errors.ts'
import { openData } from './files.ts'
import { openLabels } from './label-file.ts'
import { createLogger, importProgress, type Logger, progressBar } from './logger.ts'
import { isRun, openNamedRun } from './named-run.ts'
import { openNetwork, openNetworkFolder } from './network.ts'
import { writeNpy } from './npy.ts'
import { isSamePath } from './paths.ts'
import { checkNoRun } from './run-folder.ts'
import { describeCount, describeSettings, describeSide, halvesOf, measuredSide, realSide, type Side, sampleOf } from './score-sides.ts'

const USAGE = `Usage: npm run score -- --real builtin:NAME|FOLDER|FILE.zip --fake builtin:NAME|FOLDER|FILE.zip|RUN|RUN.zip|FILE.safetensors [--labels FILE.csv] [--count N] [--seed S] [--set key=value ...] [--features DIR] [--probe] [--network DIR [--range zero-one|minus-one-one|bytes]] ${BACKEND_USAGE} [--json]`

const COUNT = 1000

/** What the command line asks for. */
interface ScoreCommand {
  readonly real: string
  readonly fake: string
  /** Where `fake` is a run. */
  readonly checkpoint: Checkpoint | null
  readonly config: RunConfig
  readonly count: number
  readonly seed: number
  readonly probe: boolean
  readonly features: string | undefined
  /** Folder of another feature network, and what it takes pixels for. */
  readonly network: { readonly folder: string; readonly range: PixelRange } | null
}

export async function score(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const strings = {
    real: string,
    fake: string,
    labels: string,
    count: string,
    seed: string,
    features: string,
    network: string,
    range: string,
    backend: string,
  } as const
  const options = parseOptions(args, { ...strings, set: { type: 'string', multiple: true }, probe: boolean, json: boolean }, USAGE)
  const logger = createLogger(options.flag('json'))
  const backend = parseBackend(options)
  const command = await parseCommand(options)
  if (command.features) await mkdir(command.features, { recursive: true }) // an error comes before the images are read
  const giveLabels = await openLabels(options.text('labels'))
  const opened = await openData(command.real, preparationOf(command.config), { root: context.root, onProgress: importProgress(logger) })
  logger.endProgress()
  const collection = giveLabels(opened, logger)
  const sides = await openSides(command, collection, context.root, logger)
  logSides(sides, command, logger)

  const device = await openNodeDevice(backend)
  logger.info(deviceLine(device.info))
  const network = await (command.network ? openNetworkFolder(command.network.folder, command.network.range) : openNetwork(context.root))
  const { input, options: phases } = await gather(command, collection, sides, network, logger)
  network.dispose()
  await writeFeatures(command.features, input)
  const { scores: all } = await analyseHere('score', input, phases('numbers'))
  const scores = withoutUnknown(all, sides)
  logger.endProgress()
  const { counts, ...numbers } = scores
  const { real, fake, trainedOnReal } = sides
  const images = { real: real.counts, fake: 'tensors' in fake ? null : fake.counts, trainedOnReal }
  logger.event({ event: 'done', network: network.name, count: counts.fake, counts, images, ...numbers, adapter: device.info.name })
  if (!options.flag('json')) for (const line of describeScores(scores, network.name, input.sets.real.width)) logger.info(line)
}

async function parseCommand(options: Options): Promise<ScoreCommand> {
  const [real, fake] = [options.required('real'), options.required('fake')]
  await checkNoRun(real)
  const checkpoint = (await isRun(fake)) ? (await openNamedRun(fake)).checkpoint : null
  const probe = options.flag('probe')
  if (probe && !checkpoint)
    throw new UsageError('--probe looks into the discriminator of a run: --fake is the folder of one, or its checkpoint.')
  if (checkpoint && options.texts('set').length > 0)
    throw new UsageError('A run is scored with the settings it was trained with: --set is for a folder of images in its place.')
  const config = checkpoint?.config ?? parseSettings(options)
  const [count, seed] = [options.count('count', COUNT, 1), options.count('seed', 1)]
  return { real, fake, checkpoint, config, count, seed, probe, features: options.text('features'), network: parseNetwork(options) }
}

function parseNetwork(options: Options): ScoreCommand['network'] {
  const [folder, range] = [options.text('network'), options.text('range') ?? 'minus-one-one']
  if (!isPixelRange(range)) throw new UsageError(`--range is one of ${Object.keys(PIXEL_RANGES).join(', ')}, not “${range}”.`)
  return folder === undefined ? null : { folder, range }
}

interface Sides {
  readonly real: Side
  /** Images, or the run whose generator draws them. */
  readonly fake: Side | Checkpoint
  /** Whether the real images are those that the run was trained on; null where there is no run, or its checkpoint does not say. */
  readonly trainedOnReal: boolean | null
  /** Why they are not, as a sentence. */
  readonly otherImages: string | null
}

async function openSides(command: ScoreCommand, collection: Collection, root: string, logger: Logger): Promise<Sides> {
  const { real, fake, checkpoint, config, seed } = command
  const noRun = { trainedOnReal: null, otherImages: null }
  if (checkpoint) return sidesOfRun(realSide(collection), checkpoint)
  if (await isSamePath(real, fake)) return { ...halvesOf(collection, seed), ...noRun }
  const measured = await openData(fake, preparationOf(config), { root, examined: false, onProgress: importProgress(logger) })
  logger.endProgress()
  for (const { path, sentence, image } of measured.findings) if (image === null) logger.info(`${path}: ${sentence}`)
  return { real: realSide(collection), fake: measuredSide(measured), ...noRun }
}

function sidesOfRun(real: Side, run: Checkpoint): Sides {
  const other = run.images && whyOtherImages(run.images, identify(real.dataset))
  return { real, fake: run, trainedOnReal: run.images && other === null, otherImages: other }
}

function logSides({ real, fake, trainedOnReal, otherImages }: Sides, { config, count, seed }: ScoreCommand, logger: Logger): void {
  logger.info(describeSide('real', real.counts))
  if (otherImages) logger.info(otherImages)
  if ('tensors' in fake) {
    if (trainedOnReal === null)
      logger.info('The checkpoint is of an older version: it does not say whether its run was trained on these images.')
    return
  }
  logger.info(describeSide('measured', fake.counts))
  const settings = describeSettings(preparationOf(config))
  if (settings) logger.info(`Both sides are prepared alike: ${settings}.`)
  const cap = describeCount(fake.counts.images, count, seed)
  if (cap) logger.info(cap)
}

/** What the numbers are computed from, and the probe that was asked for, while the networks of the run are there. */
async function gather(
  command: ScoreCommand,
  collection: Collection,
  sides: Sides,
  network: FeatureNetwork,
  logger: Logger,
): Promise<{ readonly input: ScoreInput; readonly options: PhaseOptions }> {
  const { config, count, seed } = command
  const { fake, trainedOnReal } = sides
  const { dataset } = sides.real
  const classes = classesOf(sides)
  const gatherWith = async (draw: ScoreRequest['draw']) => {
    const request = { dataset, split: splitImages(dataset.count, config), count, seed, classes, draw }
    const now = () => performance.now() / 1000
    const options = followScore({ network, request, costs: new WeakMap(), now, onProgress: (progress) => showProgress(progress, logger) })
    return { input: await gatherSamples(network, request, await gatherReal(network, request, options), options), options }
  }
  if (!('tensors' in fake)) return gatherWith(async () => sampleOf(fake.dataset, count, seed, dataset.labels))
  const models = restoreModels(fake)
  try {
    const gathered = await gatherWith(drawFrom(models, fake, command))
    if (command.probe) await probeDiscriminator({ config, models }, collection, network, trainedOnReal, logger)
    return gathered
  } finally {
    disposeModels(models)
  }
}

/** What samples are held to; null where that is not known. */
function classesOf({ real: { dataset }, fake, trainedOnReal }: Sides): KnownClasses | null {
  if (!('tensors' in fake)) return dataset.labels ?? null
  return hasForeignClusters(fake, trainedOnReal) ? null : trueClasses(fake, dataset.labels)
}

/** Clusters are of the images that the run was trained on, and only its whole state tells which image is in which. */
function hasForeignClusters({ config, content }: Checkpoint, trainedOnReal: boolean | null): boolean {
  return config.conditioning === 'clusters' && (trainedOnReal !== true || content !== 'state')
}

/** Samples of the run, of `count` seeds from `seed` on. */
function drawFrom(models: Models, checkpoint: Checkpoint, { count, seed }: ScoreCommand): ScoreRequest['draw'] {
  const seeds = Array.from({ length: count }, (_, i) => seed + i)
  return drawing(count, async (onDrawn) => {
    const sampler = createSampler(models.generator, checkpoint.config)
    try {
      return await sampler.samples(checkpoint, seeds, { onProgress: onDrawn })
    } finally {
      sampler.dispose()
    }
  })
}

function showProgress({ phase, share, left }: ScoreProgress, logger: Logger): void {
  logger.progress(Math.round(100 * share), 100, left, SCORE_PHASES[phase].toLowerCase())
}

/** Linear probe: how well linear classifiers on the layers of D predict the folders of the images. */
async function probeDiscriminator(
  run: Pick<Run, 'config' | 'models'>,
  collection: Collection,
  network: FeatureNetwork,
  trainedOnReal: boolean | null,
  logger: Logger,
): Promise<void> {
  const { images, labels, heldOut } = labelledImages(collection, run.config)
  const progress = progressBar(logger)
  const onProgress = (words: string) => ({ onProgress: (share: number) => progress(Math.round(100 * share), 100, words) })
  const candidates = await probeCandidates(
    imagesAt(collection, images),
    run,
    async () => network,
    onProgress('features of labelled images'),
  )
  const { rows, ...probe } = await analyseHere('probe', { candidates, labels, heldOut }, onProgress('classifiers'))
  logger.event({ event: 'probe', ...probe, rows })
  logger.info(`linear probe: ${describeProbe(probe)}, of ${grouped(collection.count)}`)
  if (probe.folds > 1 && trainedOnReal) logger.info('The discriminator has trained on most of them too, but never on their labels.')
  for (const sentence of probe.leftOut) logger.info(sentence)
  for (const line of describeProbeRows(rows)) logger.info(line)
}

/** Copies show only beside images held out from the same training, and clusters are known only of the images that were clustered. */
function withoutUnknown(scores: Scores, { fake, trainedOnReal, otherImages }: Sides): Scores {
  const copies = otherImages && `${otherImages} Which of these it has seen is not known, so whether it copies cannot be judged.`
  const isClustered = 'tensors' in fake && hasForeignClusters(fake, trainedOnReal)
  const classes =
    isClustered && 'The classes of this run are clusters of the images that it was trained on: with others there is no class accuracy.'
  return {
    ...scores,
    ...(copies && { memorisation: null }),
    missing: { ...scores.missing, ...(copies && { memorisation: copies }), ...(classes && { classAccuracy: classes }) },
  }
}

async function writeFeatures(folder: string | undefined, { sets }: ScoreInput): Promise<void> {
  if (!folder) return
  await writeNpy(sets.real, join(folder, 'real.npy'))
  await writeNpy(sets.fake, join(folder, 'fake.npy'))
}
