// The latent whose picture is nearest to a given image: the best of some seeds, then a few of them improved by gradient descent in the generator's
// input space [Zhu et al. 2016, "Generative visual manipulation", §3; Abdal et al. 2019, "Image2StyleGAN", §3; Karras et al. 2020, "Analyzing and
// improving the image quality of StyleGAN", §5 and appendix D]. Where they compare activations of VGG, those of the run's own D are compared here
// [Pan et al. 2020, "Exploiting deep generative prior", eq. 6]: it was trained on the same kind of images, and nothing has to be loaded.
import { SEARCHED_SEEDS } from '../../spec/find-latent.ts'
import { readLatent, writeLatent } from '../../spec/latent-text.ts'
import type { ExecutionMode } from '../../tensor/replay.ts'
import { classOfSeed } from '../class-draws.ts'
import type { InferenceGenerator, InferenceNetwork } from '../inference.ts'
import { imageShape } from '../networks/build.ts'
import { classWeights } from './codes.ts'
import { latentOfSeed } from './latent.ts'
import { type JudgedLatent, LatentGroup, type SearchedLatent } from './latent-group.ts'

/** Latents at a time: as many as the sampler's smaller group, whose programs are compiled already. */
const GROUP = 16

/** Updates of Adam, and how much an update weighs against looking at a group of seeds: the way back costs about twice the way there. */
const UPDATES = 200
const UPDATE_COST = 3

/** At first, twice that of Karras et al. [2020, appendix D], who make five times as many updates; it falls to 0 as a cosine. */
const LEARNING_RATE = 0.2

export interface FindLatentOptions {
  /** Only this class; else each seed has its own. Not read where G is told none. */
  readonly class?: number | undefined
  readonly mode?: ExecutionMode
}

/** A latent and how near its picture is. */
export interface NearLatent {
  readonly latent: Float32Array
  /** Null where G is told none. */
  readonly class: number | null
  /** Mean squared difference of the pixels, which are from -1 to 1. */
  readonly error: number
  /** Its picture, [S, S, C]. */
  readonly image: Float32Array
}

export interface SearchProgress {
  /** Of all work, 0 to 1. */
  readonly share: number
  /** Updates that are done; 0 while seeds are looked at. */
  readonly updates: number
  readonly best: NearLatent
}

export interface FoundLatent {
  /** As the code of its picture says it (spec/latent-text.ts), and so is its error. */
  readonly found: NearLatent & { readonly text: string }
  /** The best of the seeds, from which the search went on. */
  readonly bestSeed: NearLatent
}

/**
 * Yields whenever a group of seeds or an update is done, and may be ended there by `return(undefined)`: what it has on the device is freed. The same networks, image and
 * options give the same latent on the same device.
 * @param target [S, S, C] in [-1, 1]
 * @throws RangeError where the image has another size or holds what is no such value, or where there is no such class
 * @throws Error where no seed has a picture of finite numbers
 */
export async function* findLatent(
  generator: InferenceGenerator,
  discriminator: InferenceNetwork,
  target: Float32Array,
  options: FindLatentOptions = {},
): AsyncGenerator<SearchProgress, FoundLatent | undefined> {
  const classes = classesOfSearch(generator, options.class)
  const group = new LatentGroup(generator, discriminator, checkTarget(discriminator, target), GROUP, options.mode)
  const done = (units: number) => units / (SEARCHED_SEEDS / GROUP + UPDATES * UPDATE_COST)
  try {
    let candidates: JudgedLatent[] = []
    for (let from = 0; from < SEARCHED_SEEDS; from += GROUP) {
      const seeds = Array.from({ length: GROUP }, (_, i) => searchedSeed(from + i + 1, classes, generator))
      candidates = nearest([...candidates, ...(await group.judge(seeds))])
      yield { share: done(from / GROUP + 1), updates: 0, best: nearLatent(candidates) }
    }
    const bestSeed = nearLatent(candidates)
    group.set(candidates)
    for (let update = 1; update <= UPDATES; update++) {
      const now = await group.update(update, learningRate(update))
      candidates = candidates.map((best, i) => nearerOf(best, now[i] as JudgedLatent))
      yield { share: done(SEARCHED_SEEDS / GROUP + update * UPDATE_COST), updates: update, best: nearLatent(nearest(candidates)) }
    }
    const found = nearLatent(nearest(await group.judge(candidates.map(asWritten))))
    return { found: { ...found, text: writeLatent(found.latent) }, bestSeed }
  } finally {
    group.dispose()
  }
}

/** @param update from 1 on */
function learningRate(update: number): number {
  return (LEARNING_RATE * (1 + Math.cos((Math.PI * (update - 1)) / UPDATES))) / 2
}

function searchedSeed(seed: number, classOf: (seed: number) => number | null, generator: InferenceGenerator): SearchedLatent {
  const index = classOf(seed)
  const { latent, classes, ramp } = generator
  const weights = index === null ? new Float32Array(0) : classWeights(index, { latent, counts: classes.counts, ramp })
  return { latent: latentOfSeed(seed, latent), class: index, weights }
}

/** Of each seed the class in which it is looked at. @throws RangeError where there is no such class */
function classesOfSearch({ classes: { counts } }: InferenceGenerator, wanted: number | undefined): (seed: number) => number | null {
  if (counts.length === 0) return () => null
  if (wanted === undefined) return (seed) => classOfSeed(seed, counts)
  if (!(wanted in counts)) throw new RangeError(`there is no class ${wanted} among ${counts.length}`)
  return () => wanted
}

function checkTarget({ definition }: InferenceNetwork, target: Float32Array): Float32Array {
  const { size, channels } = imageShape(definition.input)
  const length = size * size * channels
  if (target.length !== length)
    throw new RangeError(`the image has ${target.length} values, and ${size} x ${size} x ${channels} need ${length}`)
  if (!target.every((value) => value >= -1 && value <= 1)) throw new RangeError('the image has a value that is not from -1 to 1')
  return target
}

/** The best group, the best first. */
function nearest(candidates: readonly JudgedLatent[]): JudgedLatent[] {
  return candidates.toSorted((one, other) => one.loss - other.loss).slice(0, GROUP)
}

/** With the latent that its text is read as. */
function asWritten(candidate: JudgedLatent): JudgedLatent {
  const latent = readLatent(writeLatent(candidate.latent))
  if (!latent) throw new Error('a latent cannot be read as it was written')
  return { ...candidate, latent }
}

function nearerOf(one: JudgedLatent, other: JudgedLatent): JudgedLatent {
  return other.loss < one.loss ? other : one
}

/** @param candidates the best first */
function nearLatent([best]: readonly JudgedLatent[]): NearLatent {
  const { latent, class: index, error, image, loss } = best as JudgedLatent
  if (loss === Number.POSITIVE_INFINITY) throw new Error('the pictures of this generator, or what D sees in them, are not finite numbers')
  return { latent, class: index, error, image }
}
