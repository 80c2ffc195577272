// `score`: how far generated images, or any other images, are from real ones, and with what error.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { analyse } from '../core/analysis.ts'
import { type Checkpoint, restoreModels } from '../core/checkpoint.ts'
import { trainingSet } from '../core/data/collection.ts'
import { type Dataset, type ImageBlock, imagesAt } from '../core/data/dataset.ts'
import { splitImages } from '../core/data/split.ts'
import { loadNetwork } from '../core/features/networks/load.ts'
import type { FeatureNetwork } from '../core/features/networks/network.ts'
import type { ScoreQuestion } from '../core/metrics/answer-score.ts'
import { disposeModels } from '../core/models.ts'
import { createSampler, seedLatents } from '../core/sampler.ts'
import { askForScore, type FakeSide, gatherFake, gatherImages, gatherReal } from '../core/scoring.ts'
import { preparationOf } from '../spec/config.ts'
import type { Scores } from '../spec/scores.ts'
import { DEFAULT_NETWORK } from '../spec/studies.ts'
import { openDevice } from '../tensor/backend.ts'
import { RandomStream } from '../tensor/rng.ts'
import { parseBackend, parseOptions, parseSettings } from './arguments.ts'
import { createVoice, type Voice } from './console.ts'
import { openData } from './files.ts'
import type { Context } from './index.ts'
import { writeNpy } from './npy.ts'
import { hasCheckpoint, openCheckpoint } from './run-folder.ts'

const USAGE =
  'Usage: npm run score -- --real builtin:NAME|FOLDER|FILE.zip --fake builtin:NAME|FOLDER|FILE.zip|RUN [--count N] [--seed S] [--set key=value ...] [--features DIR] [--backend webgpu|cpu] [--json]'

const COUNT = 1000

export async function score(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const kinds = { real: string, fake: string, count: string, seed: string, features: string, backend: string } as const
  const options = parseOptions(args, { ...kinds, set: { type: 'string', multiple: true }, json: { type: 'boolean' } }, USAGE)
  const voice = createVoice(options.flag('json'))
  const [realName, fakeName] = [options.required('real'), options.required('fake')]
  const count = options.count('count', COUNT, 1)
  const seed = options.count('seed', 1)
  const checkpoint = (await hasCheckpoint(fakeName)) ? await openCheckpoint(fakeName) : null
  const config = checkpoint?.config ?? parseSettings(options)
  const open = async (name: string) => trainingSet(await openData(name, preparationOf(config), { root: context.root }))
  const all = await open(realName)
  const [real, fake] = realName === fakeName ? halvesOf(all, seed) : [all, checkpoint ? null : await open(fakeName)]

  const device = await openDevice(parseBackend(options))
  voice.say(`device: ${device.info.name} (${device.info.backend})${device.info.notice ? `. ${device.info.notice}` : ''}`)
  const network = await loadNetwork(DEFAULT_NETWORK, (file) => readFile(join(context.root, 'public/features', file)))
  const realSide = await gatherReal(network, real, splitImages(real.count, config), count, watch(voice, 'features of real images'))
  const watchFake = watch(voice, 'features of the others')
  const fakeSide = checkpoint
    ? await samplesOf(network, checkpoint, count, seed, watchFake)
    : await gatherImages(network, sampleOf(fake ?? real, count, seed), watchFake)
  network.dispose()
  const question = askForScore(realSide, fakeSide, count, seed)
  await writeFeatures(options.text('features'), question)
  const { scores } = analyse('score', question, watch(voice, 'the numbers').onProgress)
  voice.endProgress()
  const { counts, ...numbers } = scores
  voice.event({ event: 'done', network: network.name, count: counts.fake, counts, ...numbers, adapter: device.info.name })
  if (!options.flag('json')) for (const line of describe(scores, network.name)) voice.say(line)
}

async function samplesOf(
  network: FeatureNetwork,
  checkpoint: Checkpoint,
  count: number,
  firstSeed: number,
  watching: Watching,
): Promise<FakeSide> {
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models, checkpoint.config, checkpoint.channels)
  try {
    const draw = (seeds: readonly number[]) => sampler.draw(checkpoint.step, seedLatents(seeds, checkpoint.config.latent))
    const seeds = Array.from({ length: count }, (_, i) => firstSeed + i)
    return await gatherFake(network, draw, seeds, watching)
  } finally {
    sampler.dispose()
    disposeModels(models)
  }
}

/** A set against itself: two halves that share no image. */
function halvesOf(dataset: Dataset, seed: number): [Dataset, Dataset] {
  const order = new RandomStream(seed, 'scoring').permutation(dataset.count)
  const half = (from: number, to: number): Dataset => ({ ...dataset, ...imagesAt(dataset, order.subarray(from, to)) })
  const middle = dataset.count >> 1
  return [half(0, middle), half(middle, dataset.count)]
}

function sampleOf(dataset: Dataset, count: number, seed: number): ImageBlock {
  return imagesAt(dataset, new RandomStream(seed, 'scoring', 1).permutation(dataset.count).subarray(0, count))
}

async function writeFeatures(folder: string | undefined, { sets }: ScoreQuestion): Promise<void> {
  if (!folder) return
  await mkdir(folder, { recursive: true })
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
      voice.progress(Math.round(whole * share), whole, (seconds / Math.max(share, 1 / whole)) * (1 - share), words)
    },
  }
}

function describe({ counts, fid, fidFloorAtCounts, kid, kidStderr, missing, ...scores }: Scores, network: string): string[] {
  const number = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits))
  return [
    `${counts.fake} images against ${counts.real} real ones, in the features of ${network}:`,
    `FID-${network} ${number(fid, 3)} (a perfect generator: about ${number(fidFloorAtCounts, 3)})`,
    `KID-${network} ${number(kid, 6)} ± ${number(kidStderr, 6)}`,
    `precision ${number(scores.precision, 3)} · recall ${number(scores.recall, 3)} · density ${number(scores.density, 3)} · coverage ${number(scores.coverage, 3)}`,
    ...Object.values(missing),
  ]
}
