// Pictures from the averaged generator. Its batch statistics are measured on a fixed calibration batch with the very weights
// that draw ("standing statistics" [Brock et al. 2019, §3]): a picture is a function of the weights and its own latent alone.
import type { RunConfig } from '../spec/config.ts'
import type { InterpolationMethod, Pictures } from '../spec/report.ts'
import { compute } from '../tensor/readback.ts'
import { RandomStream } from '../tensor/rng.ts'
import * as tf from '../tensor/tf.ts'
import { interpolate, latentOfSeed } from './latent/latent.ts'
import type { Models } from './models.ts'
import type { BatchStatistics } from './networks/norm.ts'
import { toPictures } from './pictures.ts'

/** Latents whose statistics stand for the whole distribution; also the most pictures drawn at once. */
const CALIBRATION_COUNT = 64

export interface Sampler {
  /** Pictures of these latents, each [latent]. `step` tells when the weights have changed. */
  draw(step: number, latents: readonly Float32Array[]): Promise<Pictures>
  /** The operations of a full draw, for compiling ahead. */
  walk(): void
  dispose(): void
}

export function createSampler(models: Models, config: RunConfig, channels: number): Sampler {
  const calibration = new RandomStream(0, 'calibration').normals(CALIBRATION_COUNT * config.latent)
  let statistics: BatchStatistics = {}
  let calibratedAt = -1

  function calibrate(step: number): void {
    if (step === calibratedAt) return
    tf.dispose(statistics)
    statistics = measureStatistics(models, calibration, config.latent)
    calibratedAt = step
  }

  return {
    async draw(step, latents) {
      calibrate(step)
      const { size, latent } = config
      const pixels = new Uint8ClampedArray(latents.length * size * size * 4)
      for (let from = 0; from < latents.length; from += CALIBRATION_COUNT) {
        const group = latents.slice(from, from + CALIBRATION_COUNT)
        const values = await compute(() => {
          const z = tf.tensor2d(flatten(group, latent), [group.length, latent])
          return models.generator.forward(models.averageG, z, { kind: 'fixed', statistics }) // → [group, S, S, C]
        })
        pixels.set(toPictures(values, group.length, size, channels).pixels, from * size * size * 4)
      }
      return { count: latents.length, size, pixels }
    },
    walk() {
      const measured = measureStatistics(models, calibration, config.latent)
      tf.tidy(() => {
        const z = tf.tensor2d(calibration, [CALIBRATION_COUNT, config.latent])
        models.generator.forward(models.averageG, z, { kind: 'fixed', statistics: measured })
      })
      tf.dispose(measured)
    },
    dispose() {
      tf.dispose(statistics)
      statistics = {}
      calibratedAt = -1
    },
  }
}

function measureStatistics(models: Models, calibration: Float32Array, latent: number): BatchStatistics {
  const statistics: Record<string, tf.Tensor> = {}
  tf.tidy(() => {
    const z = tf.tensor2d(calibration, [CALIBRATION_COUNT, latent])
    models.generator.forward(models.averageG, z, {
      kind: 'batch',
      record(name, mean, variance) {
        statistics[`${name}/mean`] = tf.keep(mean)
        statistics[`${name}/variance`] = tf.keep(variance)
      },
    })
  })
  return statistics
}

function flatten(latents: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(latents.length * length)
  latents.forEach((latent, i) => {
    all.set(latent, i * length)
  })
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
