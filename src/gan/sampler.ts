// Pictures from the averaged generator. Its batch statistics are measured on a fixed calibration batch with the very weights
// that draw ("standing statistics" [Brock et al. 2019, §3]): a picture is a function of the weights, its own latent and its own class alone.

import { toPictures } from '../data/pixels.ts'
import { type RunConfig, rampAt } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import { type LatentPoint, type LayerZone, pointsOfGrid } from '../spec/picture-code.ts'
import type { SampleGrid } from '../spec/report.ts'
import { RandomStream } from '../spec/rng.ts'
import { captureByName, compute, type HostTensors, readNumbers } from '../tensor/readback.ts'
import { createRecorder, type ExecutionMode } from '../tensor/replay.ts'
import { setValues } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'
import { type ClassLabels, unknownClasses } from './class-labels.ts'
import { type CodeSpace, classesOfSeeds, classWeights, joinCode, pointCode, proportionalClasses } from './latent/codes.ts'
import { type Directions, type NormShifts, shiftedMean } from './latent/directions.ts'
import { classCountOfModels, type Models } from './models.ts'
import { imageShape } from './networks/build.ts'
import type { BatchNorm, BatchStatistics } from './networks/norm.ts'
import { weight } from './networks/parameters.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { zonesOf } from './networks/zones.ts'

/** The most pictures drawn at once. */
const MAX_GROUP = 64

/** Pictures drawn at once: the way from A to B, which has ten, or the wall. What is missing is filled up, so that there are two shapes. */
const GROUP_SIZES = [16, MAX_GROUP] as const

/** Latents whose statistics stand for the whole distribution; with classes more, so that rare ones are among them. */
const CALIBRATION_COUNT = { withoutClasses: 64, withClasses: 256 } as const

/** Where the generator stands: beside its weights, what its pictures depend on. A run and a checkpoint say so. */
export interface SampledState {
  /** Tells when the weights have changed. */
  readonly step: number
  /** Null where it has none, or they have not been found yet. */
  readonly classes: Pick<ClassLabels, 'counts'> | null
}

export interface SampleOptions {
  /** Of each seed its class; without them drawn by frequency, always the same for a seed and these frequencies. Not read where G is told none. */
  readonly classes?: readonly number[] | undefined
  /** Gets how many are drawn; what it throws ends the drawing. */
  onProgress?(done: number): void
}

export interface PictureOptions extends Pick<SampleOptions, 'onProgress'> {
  /** Of this very generator; without them no point can go along any. */
  readonly directions?: Directions | null
}

export interface Sampler {
  /** @throws RangeError where there is no such class */
  samples(state: SampledState, seeds: readonly number[], options?: SampleOptions): Promise<SampleGrid>
  /** Pictures of any points of the input space. @throws RangeError where there is no such class or direction */
  pictures(state: SampledState, points: readonly LatentPoint[], options?: PictureOptions): Promise<Pictures>
  /** The batch statistics with which it draws: `NAME/mean` and `NAME/variance` of each norm, [C]. */
  statistics(state: SampledState): Promise<HostTensors>
  /** What points of that state are made from. */
  space(state: SampledState): CodeSpace
  /** The operations of every draw, for compiling ahead. */
  dryRun(): void
  dispose(): void
}

export function createSampler(generator: Models['generator'], config: RunConfig, mode: ExecutionMode = 'replayed'): Sampler {
  const classCount = classCountOfModels({ generator })
  const count = classCount > 0 ? CALIBRATION_COUNT.withClasses : CALIBRATION_COUNT.withoutClasses
  const stream = new RandomStream(0, 'calibration')
  const calibration = Array.from({ length: count }, () => stream.normals(config.latent))
  const drawer = createDrawer(generator, [count, config.latent + classCount], mode)
  const spaceAt = ({ step, classes }: SampledState): CodeSpace => ({
    latent: config.latent,
    counts: classCount > 0 ? (classes ?? unknownClasses(classCount, 0)).counts : [],
    ramp: rampAt(config, step),
  })
  const calibrate = (state: SampledState, space: CodeSpace) => drawer.calibrate(state, () => calibrationCodes(calibration, space))
  const pictures: Sampler['pictures'] = async (state, points, { directions, onProgress } = {}) => {
    const space = { ...spaceAt(state), ...(directions && { directions }) }
    const codes = points.map((point) => pointCode(point, space))
    calibrate(state, space)
    return drawer.draw(codes, directions?.shifts ?? null, onProgress)
  }
  return {
    pictures,
    async samples(state, seeds, { classes: wanted, onProgress } = {}) {
      const classes = classCount > 0 ? (wanted ?? classesOfSeeds(seeds, spaceAt(state))) : null
      if (classes && classes.length !== seeds.length) throw new RangeError(`${classes.length} classes for ${seeds.length} seeds`)
      const cells = { seeds, ...(classes && { classes }) }
      return { step: state.step, ...cells, pictures: await pictures(state, pointsOfGrid(cells), { ...(onProgress && { onProgress }) }) }
    },
    async statistics(state) {
      calibrate(state, spaceAt(state))
      return captureByName(drawer.statistics())
    },
    space: spaceAt,
    dryRun: drawer.dryRun,
    dispose: drawer.dispose,
  }
}

/** Those whose statistics are measured: the same latents in every run, with classes in proportion to their counts. */
function calibrationCodes(latents: readonly Float32Array[], space: CodeSpace): readonly Float32Array[] {
  if (space.counts.length === 0) return latents
  const classes = proportionalClasses(space.counts, latents.length)
  return latents.map((z, i) => joinCode(z, classWeights(classes[i] as number, space)))
}

/** Draws codes of any count in groups of few sizes. @param calibrationShape [codes, length of one] */
function createDrawer(generator: Models['generator'], calibrationShape: readonly [number, number], mode: ExecutionMode) {
  const { size, channels } = imageShape(generator.network.activations.at(-1)?.shape ?? [])
  const { ema, spectralU } = generator
  const recorder = createRecorder(mode)
  const recordOn = <T extends tf.TensorContainer>(codes: tf.Tensor2D, work: () => T) =>
    recorder.record(() => [...Object.values(ema), ...Object.values(spectralU), codes], work)
  const calibration = emptyCodes(calibrationShape)
  const measure = recordOn(calibration, () => measureStatistics(generator, calibration))
  let statistics: BatchStatistics = {}
  let measuredAt: SampledState | null = null

  const groups = GROUP_SIZES.map((count) => {
    const codes = emptyCodes([count, calibrationShape[1]])
    return { count, codes, draw: recordOn(codes, () => drawImages(generator, codes, { kind: 'fixed', statistics })) }
  })

  /** @param given at most MAX_GROUP, which go along the same directions in layers alone */
  function drawGroup(given: readonly Float32Array[], shifts: NormShifts | null): Promise<Float32Array> {
    const { codes, draw } = groups.find(({ count }) => count >= given.length) as (typeof groups)[number]
    setValues(codes, sideBySide(given.map(inputOf), codes.size))
    const sigmas = sigmasOf(given[0] as Float32Array)
    if (!shifts || sigmas.every((size) => size === 0)) return readNumbers(draw())
    const zones = zonesOf(generator.network.definition)
    return compute(() => drawImages(generator, codes, { kind: 'fixed', statistics: shiftedStatistics(statistics, shifts, zones, sigmas) }))
  }

  const inputOf = (code: Float32Array) => code.subarray(0, calibrationShape[1])
  const sigmasOf = (code: Float32Array) => code.subarray(calibrationShape[1])

  return {
    /** Those that were measured last. */
    statistics: () => statistics,
    /** Measures the statistics with which the next codes are drawn, where they are not known. */
    calibrate({ step, classes }: SampledState, codes: () => readonly Float32Array[]): void {
      if (measuredAt?.step === step && measuredAt.classes === classes) return
      setValues(calibration, sideBySide(codes(), calibration.size))
      statistics = measure()
      measuredAt = { step, classes }
    },
    async draw(codes: readonly Float32Array[], shifts: NormShifts | null, onProgress?: SampleOptions['onProgress']): Promise<Pictures> {
      const pixels = new Uint8ClampedArray(codes.length * size * size * 4) // [codes, S, S, 4]
      for (let from = 0; from < codes.length; ) {
        const most = codes.slice(from, from + MAX_GROUP)
        const other = most.findIndex((code) => String(sigmasOf(code)) !== String(sigmasOf(most[0] as Float32Array)))
        const group = other === -1 ? most : most.slice(0, other)
        pixels.set(toPictures(await drawGroup(group, shifts), group.length, size, channels).pixels, from * size * size * 4)
        from += group.length
        onProgress?.(from)
      }
      return { count: codes.length, size, pixels }
    },
    dryRun() {
      tf.tidy(() => {
        const norm = { kind: 'fixed', statistics: measureStatistics(generator, calibration) } as const
        for (const { codes } of groups) drawImages(generator, codes, norm)
      })
    },
    dispose() {
      recorder.dispose()
      tf.dispose([calibration, ...groups.map(({ codes }) => codes)])
    },
  }
}

function emptyCodes(shape: readonly [number, number]): tf.Variable<tf.Rank.R2> {
  return tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([...shape]))) as tf.Variable<tf.Rank.R2>
}

/** Those of the averaged generator as it is now. */
function measureStatistics(generator: Models['generator'], calibration: tf.Tensor2D): BatchStatistics {
  const statistics: Record<string, tf.Tensor> = {}
  drawImages(generator, calibration, {
    kind: 'batch',
    record(name, mean, variance) {
      statistics[`${name}/mean`] = mean
      statistics[`${name}/variance`] = variance
    },
  })
  return statistics
}

/** Those of pictures that go along directions in layers alone. @param sigmas see `zonedSigmas` */
function shiftedStatistics(
  statistics: BatchStatistics,
  shifts: NormShifts,
  zones: ReadonlyMap<string, LayerZone>,
  sigmas: Float32Array,
): BatchStatistics {
  const means = Object.entries(shifts).map(([name, own]) => {
    const mean = weight(statistics, `${name}/mean`)
    const change = shiftedMean(new Float32Array(mean.size), own, zones.get(name) as LayerZone, sigmas)
    return [`${name}/mean`, tf.add(mean, tf.tensor1d(change))] as const
  })
  return { ...statistics, ...Object.fromEntries(means) }
}

/** Images of the averaged generator, [B, S, S, C]. @param codes [B, latent + classes] */
function drawImages({ network, ema, spectralU }: Models['generator'], codes: tf.Tensor2D, norm: BatchNorm): tf.Tensor4D {
  return network.forward(normaliseWeights(ema, spectralU, false), codes, norm)
}

/** One after another, then zeros. */
function sideBySide(codes: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length)
  let end = 0
  for (const code of codes) {
    all.set(code, end)
    end += code.length
  }
  return all
}
