// Pictures from the averaged generator. Its batch statistics are measured on a fixed calibration batch with the very weights
// that draw ("standing statistics" [Brock et al. 2019, §3]): a picture is a function of the weights and its own latent alone.

import { toPictures } from '../data/pixels.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { InterpolationMethod } from '../spec/report.ts'
import { RandomStream } from '../spec/rng.ts'
import { readNumbers } from '../tensor/readback.ts'
import { createRecorder, type ExecutionMode } from '../tensor/replay.ts'
import { setValues } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'
import { interpolate, latentOfSeed } from './latent/latent.ts'
import type { Models } from './models.ts'
import { imageShape } from './networks/build.ts'
import type { BatchNorm, BatchStatistics } from './networks/norm.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'

/** Latents whose statistics stand for the whole distribution; also the most pictures drawn at once. */
const CALIBRATION_COUNT = 64

/** Pictures drawn at once: the way from A to B, which has ten, or the wall. What is missing is filled up, so that there are two shapes. */
const GROUP_SIZES = [16, CALIBRATION_COUNT] as const

export interface Sampler {
  /** Pictures of these latents, each [latent]. `step` tells when the weights have changed. */
  draw(step: number, latents: readonly Float32Array[], onProgress?: (done: number) => void): Promise<Pictures>
  /** The operations of every draw, for compiling ahead. */
  dryRun(): void
  dispose(): void
}

export function createSampler(generator: Models['generator'], mode: ExecutionMode = 'replayed'): Sampler {
  const { definition, activations } = generator.network
  const [latent] = definition.input as [number]
  const { size, channels } = imageShape(activations.at(-1)?.shape ?? [])
  const calibration = new RandomStream(0, 'calibration').normals(CALIBRATION_COUNT * latent)
  const kept = () => [...Object.values(generator.ema), ...Object.values(generator.spectralU)]
  const recorder = createRecorder(mode)
  const measure = recorder.record(kept, () => measureStatistics(generator, calibration, latent))
  let statistics: BatchStatistics = {}
  let measuredAt = -1

  const groups = GROUP_SIZES.map((count) => {
    const z = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([count, latent]))) as tf.Variable<tf.Rank.R2>
    return {
      count,
      z,
      draw: recorder.record(
        () => [...kept(), z],
        () => drawImages(generator, z, { kind: 'fixed', statistics }),
      ),
    }
  })

  /** @param latents at most CALIBRATION_COUNT */
  function drawGroup(latents: readonly Float32Array[]): Promise<Float32Array> {
    const { count, z, draw } = groups.find((group) => group.count >= latents.length) as (typeof groups)[number]
    setValues(z, sideBySide(latents, count * latent))
    return readNumbers(draw())
  }

  return {
    async draw(step, latents, onProgress) {
      if (step !== measuredAt) statistics = measure()
      measuredAt = step
      const pixels = new Uint8ClampedArray(latents.length * size * size * 4)
      for (let from = 0; from < latents.length; from += CALIBRATION_COUNT) {
        const group = latents.slice(from, from + CALIBRATION_COUNT)
        pixels.set(toPictures(await drawGroup(group), group.length, size, channels).pixels, from * size * size * 4)
        onProgress?.(from + group.length)
      }
      return { count: latents.length, size, pixels }
    },
    dryRun() {
      tf.tidy(() => {
        const measured = measureStatistics(generator, calibration, latent)
        for (const { z } of groups) drawImages(generator, z, { kind: 'fixed', statistics: measured })
      })
    },
    dispose() {
      recorder.dispose()
      tf.dispose(groups.map(({ z }) => z))
    },
  }
}

/** Those of the averaged generator as it is now. */
function measureStatistics(generator: Models['generator'], calibration: Float32Array, latent: number): BatchStatistics {
  const statistics: Record<string, tf.Tensor> = {}
  drawImages(generator, tf.tensor2d(calibration, [CALIBRATION_COUNT, latent]), {
    kind: 'batch',
    record(name, mean, variance) {
      statistics[`${name}/mean`] = mean
      statistics[`${name}/variance`] = variance
    },
  })
  return statistics
}

/** Images of the averaged generator, [B, S, S, C]. */
function drawImages({ network, ema, spectralU }: Models['generator'], z: tf.Tensor2D, norm: BatchNorm): tf.Tensor4D {
  return network.forward(normaliseWeights(ema, spectralU, false), z, norm)
}

/** One after another, then zeros. */
function sideBySide(latents: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length)
  let end = 0
  for (const latent of latents) {
    all.set(latent, end)
    end += latent.length
  }
  return all
}

/** Latents of sample seeds. */
export function seedLatents(seeds: readonly number[], latent: number): Float32Array[] {
  return seeds.map((seed) => latentOfSeed(seed, latent))
}

/** Latents on the way from seed a to seed b. */
export function pathLatents(a: number, b: number, at: readonly number[], method: InterpolationMethod, latent: number): Float32Array[] {
  const [from, to] = [latentOfSeed(a, latent), latentOfSeed(b, latent)]
  return at.map((t) => interpolate(from, to, t, method))
}
