// `score`: how far generated images, or any other images, are from real ones, and with what error.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Collection } from '../data/collection.ts'
import { imagesAt } from '../data/dataset.ts'
import { identify, whyOtherImages } from '../data/fingerprint.ts'
import { splitImages } from '../data/sampling.ts'
import { analyse } from '../eval/analysis.ts'
import { labelledByFolder, probeCandidates } from '../eval/analysis-features.ts'
import type { ProbeOutput } from '../eval/feature-analyses.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { leastImages } from '../eval/metrics/frechet.ts'
import type { ScoreInput } from '../eval/metrics/metric.ts'
import { askForScore, type FakeSide, gatherFake, gatherImages, gatherReal } from '../eval/scoring.ts'
import { type Checkpoint, restoreModels } from '../gan/checkpoint.ts'
import { disposeModels, type Models } from '../gan/models.ts'
import type { Run } from '../gan/run.ts'
import { createSampler, seedLatents } from '../gan/sampler.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { isPixelRange, PIXEL_RANGES, type PixelRange, type Scores } from '../spec/scores.ts'
import { counted, grouped } from '../spec/words.ts'
import { BACKEND_USAGE, type Options, parseBackend, parseOptions, parseSettings } from './arguments.ts'
import { createVoice, importProgress, type Voice } from './console.ts'
import { deviceLine, openNodeDevice } from './device.ts'
import { UsageError } from './errors.ts'
import { openData } from './files.ts'
import type { Context } from './index.ts'
import { openNetwork, openNetworkFolder } from './network.ts'
import { writeNpy } from './npy.ts'
import { checkNoRun, isRun, openCheckpoint } from './run-folder.ts'
import { isSamePath } from './same-path.ts'
import { describeCount, describeSettings, describeSide, halvesOf, measuredSide, realSide, type Side, sampleOf } from './score-sides.ts'

const USAGE = `Usage: npm run score -- --real builtin:NAME|FOLDER|FILE.zip --fake builtin:NAME|FOLDER|FILE.zip|RUN|FILE.safetensors [--count N] [--seed S] [--set key=value ...] [--features DIR] [--probe] [--network DIR [--range zero-one|minus-one-one|bytes]] ${BACKEND_USAGE} [--json]`

const COUNT = 1000

/** What the command line asks for. */
interface Wish {
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
    count: string,
    seed: string,
    features: string,
    network: string,
    range: string,
    backend: string,
  } as const
  const options = parseOptions(args, { ...strings, set: { type: 'string', multiple: true }, probe: boolean, json: boolean }, USAGE)
  const voice = createVoice(options.flag('json'))
  const backend = parseBackend(options)
  const wish = await parseWish(options)
  if (wish.features) await mkdir(wish.features, { recursive: true }) // where that cannot be, it is told before the images are read
  const collection = await openData(wish.real, preparationOf(wish.config), { root: context.root, onProgress: importProgress(voice) })
  voice.endProgress()
  const sides = await openSides(wish, collection, context.root, voice)
  tellSides(sides, wish, voice)

  const device = await openNodeDevice(backend)
  voice.say(deviceLine(device.info))
  const network = await (wish.network ? openNetworkFolder(wish.network.folder, wish.network.range) : openNetwork(context.root))
  const question = await gather(wish, collection, sides, network, voice)
  network.dispose()
  await writeFeatures(wish.features, question)
  const scores = withoutCopies(analyse('score', question, watch(voice, 'the numbers').onProgress).scores, sides.otherImages)
  voice.endProgress()
  const { counts, ...numbers } = scores
  const { real, fake, trainedOnReal } = sides
  const images = { real: real.counts, fake: 'tensors' in fake ? null : fake.counts, trainedOnReal }
  voice.event({ event: 'done', network: network.name, count: counts.fake, counts, images, ...numbers, adapter: device.info.name })
  if (!options.flag('json')) for (const line of describeScores(scores, network.name, question.sets.real.width)) voice.say(line)
}

async function parseWish(options: Options): Promise<Wish> {
  const [real, fake] = [options.required('real'), options.required('fake')]
  await checkNoRun(real)
  const checkpoint = (await isRun(fake)) ? await openCheckpoint(fake) : null
  const probe = options.flag('probe')
  if (probe && !checkpoint)
    throw new UsageError('--probe looks into the discriminator of a run: --fake is the folder of one, or its checkpoint.')
  if (checkpoint && options.texts('set').length > 0)
    throw new UsageError('A run is scored with the settings it was trained with: --set is for a folder of images in its place.')
  const config = checkpoint?.config ?? parseSettings(options)
  const [count, seed] = [options.count('count', COUNT, 1), options.count('seed', 1)]
  return { real, fake, checkpoint, config, count, seed, probe, features: options.text('features'), network: parseNetwork(options) }
}

function parseNetwork(options: Options): Wish['network'] {
  const [folder, range] = [options.text('network'), options.text('range') ?? 'minus-one-one']
  if (!isPixelRange(range)) throw new UsageError(`--range is one of ${Object.keys(PIXEL_RANGES).join(', ')}, not “${range}”.`)
  return folder === undefined ? null : { folder, range }
}

interface Sides {
  readonly real: Side
  /** Images, or the run whose generator draws them. */
  readonly fake: Side | Checkpoint
  /** Whether the real images are those that the run was trained on; null where there is no run, or it is too old to tell. */
  readonly trainedOnReal: boolean | null
  /** Why they are not, as a sentence. */
  readonly otherImages: string | null
}

async function openSides(wish: Wish, collection: Collection, root: string, voice: Voice): Promise<Sides> {
  const { real, fake, checkpoint, config, seed } = wish
  const noRun = { trainedOnReal: null, otherImages: null }
  if (checkpoint) return sidesOfRun(realSide(collection), checkpoint)
  if (await isSamePath(real, fake)) return { ...halvesOf(collection, seed), ...noRun }
  const measured = await openData(fake, preparationOf(config), { root, examined: false, onProgress: importProgress(voice) })
  voice.endProgress()
  for (const { path, sentence, image } of measured.findings) if (image === null) voice.say(`${path}: ${sentence}`)
  return { real: realSide(collection), fake: measuredSide(measured), ...noRun }
}

function sidesOfRun(real: Side, run: Checkpoint): Sides {
  const other = run.images && whyOtherImages(run.images, identify(real.dataset))
  return { real, fake: run, trainedOnReal: run.images && other === null, otherImages: other }
}

function tellSides({ real, fake, trainedOnReal, otherImages }: Sides, { config, count, seed }: Wish, voice: Voice): void {
  voice.say(describeSide('real', real.counts))
  if (otherImages) voice.say(otherImages)
  if ('tensors' in fake) {
    if (trainedOnReal === null)
      voice.say('The checkpoint is of an older version: it does not tell whether its run was trained on these images.')
    return
  }
  voice.say(describeSide('measured', fake.counts))
  const settings = describeSettings(preparationOf(config))
  if (settings) voice.say(`Both sides are prepared alike: ${settings}.`)
  const cap = describeCount(fake.counts.images, count, seed)
  if (cap) voice.say(cap)
}

async function gather(wish: Wish, collection: Collection, { real, fake, trainedOnReal }: Sides, network: FeatureNetwork, voice: Voice) {
  const { config, count, seed } = wish
  const split = splitImages(real.dataset.count, config)
  const realFeatures = await gatherReal(network, real.dataset, split, count, watch(voice, 'features of real images'))
  const watching = watch(voice, 'features of the others')
  if (!('tensors' in fake)) {
    const images = sampleOf(fake.dataset, count, seed)
    return askForScore(realFeatures, await gatherImages(network, images, watching), count, seed)
  }
  const models = restoreModels(fake)
  try {
    const samples = await samplesOf(network, models, fake, count, seed, watching)
    if (wish.probe) await tellProbe({ config, models }, collection, network, trainedOnReal, voice)
    return askForScore(realFeatures, samples, count, seed)
  } finally {
    disposeModels(models)
  }
}

async function samplesOf(
  network: FeatureNetwork,
  models: Models,
  checkpoint: Checkpoint,
  count: number,
  firstSeed: number,
  watching: Watching,
): Promise<FakeSide> {
  const sampler = createSampler(models.generator)
  try {
    const draw = (seeds: readonly number[]) => sampler.draw(checkpoint.step, seedLatents(seeds, checkpoint.config.latent))
    const seeds = Array.from({ length: count }, (_, i) => firstSeed + i)
    return await gatherFake(network, draw, seeds, watching)
  } finally {
    sampler.dispose()
  }
}

/** How well linear classifiers on the layers of D tell the folders that the images lie in. */
async function tellProbe(
  run: Pick<Run, 'config' | 'models'>,
  collection: Collection,
  network: FeatureNetwork,
  trainedOnReal: boolean | null,
  voice: Voice,
): Promise<void> {
  const { images, labels, heldOut } = labelledByFolder(collection, run.config)
  const watching = watch(voice, 'features of labelled images')
  const candidates = await probeCandidates(imagesAt(collection, images), run, async () => network, watching)
  const { rows, ...answer } = analyse('probe', { candidates, labels, heldOut }, watch(voice, 'classifiers').onProgress)
  voice.event({ event: 'probe', ...answer, rows })
  voice.say(`linear probe: ${describeProbe(answer)}, of ${grouped(collection.count)}`)
  if (answer.folds > 1 && trainedOnReal) voice.say('The discriminator has trained on most of them too, but never on their labels.')
  for (const sentence of answer.leftOut) voice.say(sentence)
  for (const { features, name, accuracy, low, high } of rows)
    voice.say(`${name} (${features}): ${percent(accuracy)}, 95 % interval ${percent(low)} to ${percent(high)}`)
}

/** “2 classes, 300 images, each tested once, in 10 folds” */
export function describeProbe({ classes, learnt, tested, folds }: Pick<ProbeOutput, 'classes' | 'learnt' | 'tested' | 'folds'>): string {
  const images = (count: number) => counted(count, 'images')
  if (folds === 1) return `${classes.length} classes, ${images(learnt)} learnt, ${grouped(tested)} others tested`
  return `${classes.length} classes, ${images(tested)}, each tested once, in ${folds} folds`
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** Copies of training images show only beside images held out from the same training. */
function withoutCopies(scores: Scores, otherImages: string | null): Scores {
  if (otherImages === null) return scores
  const sentence = `${otherImages} Which of these it has seen is not known, so whether it copies cannot be told.`
  return { ...scores, memorisation: null, missing: { ...scores.missing, memorisation: sentence } }
}

async function writeFeatures(folder: string | undefined, { sets }: ScoreInput): Promise<void> {
  if (!folder) return
  await writeNpy(sets.real, join(folder, 'real.npy'))
  await writeNpy(sets.fake, join(folder, 'fake.npy'))
}

interface Watching {
  readonly onProgress: (share: number) => void
}

function watch(voice: Voice, words: string): Watching {
  const began = performance.now()
  const whole = 100
  return {
    onProgress(share) {
      const seconds = (performance.now() - began) / 1000
      voice.progress(Math.round(whole * share), whole, share === 0 ? null : (seconds / share) * (1 - share), words)
    },
  }
}

/** @param width of the features */
export function describeScores(
  { counts, fid, fidFloorAtCounts, kid, kidStderr, missing, ...scores }: Scores,
  network: string,
  width: number,
): string[] {
  const number = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits))
  return [
    `${counts.fake} images against ${counts.real} real ones, in the features of ${network} (${counts.heldOut} others held out to tell copies by):`,
    `FID-${network} ${number(fid, 3)} (${fidFloorAtCounts === null ? whyNoFloor(counts, width) : `a perfect generator: about ${number(fidFloorAtCounts, 3)}`})`,
    `KID-${network} ${number(kid, 6)} ± ${number(kidStderr, 6)}`,
    `precision ${number(scores.precision, 3)} · recall ${number(scores.recall, 3)} · density ${number(scores.density, 3)} · coverage ${number(scores.coverage, 3)}`,
    ...Object.values(missing),
  ]
}

/** The floor compares two halves of the real images, each of as many as a Fréchet distance takes. */
function whyNoFloor({ real, fake }: Scores['counts'], width: number): string {
  const least = leastImages(width)
  if (real >= 2 * least && fake >= least) return 'what a perfect generator would score is not known'
  return `what a perfect generator would score takes ${grouped(2 * least)} real images and ${grouped(least)} others to tell`
}
