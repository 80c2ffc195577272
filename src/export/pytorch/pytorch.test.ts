// The Python files of an export against the networks and steps of this program. There is no PyTorch where tests run: what it computed stands in a
// fixture (reference/pytorch_export.py), which names the files that it was made with.
import { beforeAll, describe, expect, test } from 'vitest'
import { imagesAt } from '../../data/dataset.ts'
import { gatherImages, range } from '../../data/sampling.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import { type Directions, shiftedMean } from '../../gan/latent/directions.ts'
import { createModels, type Models, stateOf } from '../../gan/models.ts'
import { normaliseWeights } from '../../gan/networks/spectral-norm.ts'
import { zonesOf } from '../../gan/networks/zones.ts'
import { createRun } from '../../gan/run.ts'
import { createSampler } from '../../gan/sampler.ts'
import { classesInTurn, orientableImages, parkMiller, unpack } from '../../gan/test-support.ts'
import { readDirections } from '../../player/directions/stored-directions.ts'
import { DEFAULTS, type RunConfig, rampAt } from '../../spec/config.ts'
import type { LatentPoint, LayerZone } from '../../spec/picture-code.ts'
import type { HostTensors } from '../../tensor/readback.ts'
import { setValues } from '../../tensor/stream.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { PYTORCH_FILES } from './files.ts'
import fixture from './pytorch.fixture.json' with { type: 'json' }

/** Of an image or a logit, and of a statistic of a step. */
const TOLERANCE = 1e-4

/** The language's library does not name it; browsers, Workers and Node all have it. */
declare const crypto: { readonly subtle: { digest(algorithm: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> } }

test('the fixture was made with the Python files as they are now', async () => {
  const python = Object.entries(PYTORCH_FILES).filter(([name]) => name.endsWith('.py'))
  const digests = python.map(async ([name, text]) => [name, await sha256(text)] as const)
  expect(
    Object.fromEntries(await Promise.all(digests)),
    'a Python file was changed: make the fixture anew by python3 reference/pytorch_export.py --write',
  ).toEqual(fixture.files)
})

async function sha256(text: string): Promise<string> {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0)) // they are ASCII, as a test beside this one shows
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What the codes of the fixture stand for. */
const POINTS: Readonly<Record<string, LatentPoint>> = {
  '1': { seed: 1 },
  'run-5-2-to3-at0.25': { seed: 2, towards: { seed: 3, at: 0.25, method: 'slerp' } },
  'run-5-2-c2-to3-toc1-at0.7-lerp': { seed: 2, class: 1, towards: { seed: 3, class: 0, at: 0.7, method: 'lerp' } },
  'run-5-4-loop0.5-at0.3': { seed: 4, loop: { radius: 0.5, at: 0.3 } },
  'run-5-4-c1-toc3-at0.25': { seed: 4, class: 0, towards: { seed: 4, class: 2, at: 0.25, method: 'slerp' } },
  'run-5-4-c2-pad5c1.6.c3-x0.3-y0.6': {
    seed: 4,
    class: 1,
    pad: { topRight: { seed: 5, class: 0 }, bottomLeft: { seed: 6 }, bottomRight: { seed: 4, class: 2 }, x: 0.3, y: 0.6 },
  },
  'run-5-4-c2-toc3-at0.25-zacfzpmmagn7yc': {
    seed: 4,
    class: 1,
    towards: { seed: 4, class: 2, at: 0.25, method: 'slerp' },
    latent: 'acfzpmmagn7yc',
  },
  'run-5-4-to5-at0.6-var0.7': { seed: 4, towards: { seed: 5, at: 0.6, method: 'slerp' }, variety: 0.7 },
  'run-5-4-pc3p1.5': { seed: 4, directions: [{ set: 'pc', index: 2, sigmas: 1.5 }] },
  'run-5-4-c2-cf2m0.5late': { seed: 4, class: 1, directions: [{ set: 'cf', index: 1, sigmas: -0.5, zone: 'late' }] },
  'run-5-4-to5-at0.6-var0.7-pc1p1early-cf8m1.25middle-pc1p0.5early-pc2m2': {
    seed: 4,
    towards: { seed: 5, at: 0.6, method: 'slerp' },
    variety: 0.7,
    directions: [
      { set: 'pc', index: 0, sigmas: 1, zone: 'early' },
      { set: 'cf', index: 7, sigmas: -1.25, zone: 'middle' },
      { set: 'pc', index: 0, sigmas: 0.5, zone: 'early' },
      { set: 'pc', index: 1, sigmas: -2 },
    ],
  },
}

type Case = Omit<(typeof fixture.cases)[keyof typeof fixture.cases], 'config' | 'statistics' | 'channels'> & {
  readonly config: RunConfig
  readonly channels: 1 | 3
  readonly statistics: readonly Readonly<Record<string, number>>[]
}

describe.each(Object.entries(fixture.cases) as unknown as [string, Case][])(
  '%s',
  (_, { seed, inputs, channels, classes: count, ...given }) => {
    const config: RunConfig = { ...DEFAULTS, ...given.config }
    const dataset = orientableImages(fixture.images, config.size, channels)
    const classes = count > 0 ? classesInTurn(fixture.images, fixture.counts) : null
    const { step } = fixture
    const points = fixture.codes.map((code) => POINTS[code] as LatentPoint)
    const images = unpack(given.images)
    let models: Models
    let directions: Directions

    beforeAll(async () => {
      await openTestDevice('wasm')
      const drawn = parkMiller(seed, inputs)
      models = createModels(config, channels, count)
      for (const [name, variable] of Object.entries(stateOf(models))) setValues(variable, drawn[name] as Float32Array)
      const tensors = inputs.map(({ name, shape }) => [name, { shape, values: drawn[name] as Float32Array }])
      directions = readDirections(Object.fromEntries(tensors), { pc: [], cf: [] })
    })

    test('the averaged generator draws the same images', async () => {
      const space = { latent: config.latent, counts: classes?.counts ?? [], ramp: rampAt(config, step), directions }
      const length = images.length / points.length
      const sampler = createSampler(models.generator, config)
      const measured = await sampler.statistics({ step, classes })
      for (const [i, point] of points.entries()) {
        const code = pointCode(point, space)
        const image = tf.tidy(() =>
          draw(models, code.subarray(0, config.latent + count), measured, directions, code.subarray(config.latent + count)),
        )
        expect(largestDifference(await image.data(), images.subarray(i * length, (i + 1) * length))).toBeLessThan(TOLERANCE)
        image.dispose()
      }
      sampler.dispose()
    })

    test('the sampler draws the same pictures, of all codes together', async () => {
      const sampler = createSampler(models.generator, config)
      const { pixels } = await sampler.pictures({ step, classes }, points, { directions })
      const seen = Float32Array.from(images, (_, i) => pixels[4 * Math.floor(i / channels) + (i % channels)] as number)
      const wanted = images.map((value) => Math.round(Math.min(255, Math.max(0, 127.5 * (value + 1)))))
      expect(largestDifference(seen, wanted)).toBeLessThanOrEqual(1)
      sampler.dispose()
    })

    test('the discriminator has the same logits', async () => {
      const shown = imagesAt(dataset, range(4))
      const { network, weights, spectralU } = models.discriminator
      const logits = tf.tidy(() => {
        const images = tf.tensor4d(gatherImages(shown, range(4)), [4, config.size, config.size, channels])
        const { realLogit, rotationLogits, projections, classLogits } = network.forward(normaliseWeights(weights, spectralU, false), images)
        return tf.concat(
          [realLogit, rotationLogits, projections, classLogits].flatMap((matrix) => matrix ?? []),
          1,
        )
      })
      expect(largestDifference(await logits.data(), unpack(given.logits))).toBeLessThan(TOLERANCE)
      logits.dispose()
    })

    test('steps go on with the same images, latents and augmentation, and have the same losses', async () => {
      const run = createRun(config, dataset, models, { step, elapsedSeconds: 0, classes })
      for (const wanted of given.statistics) {
        run.advance()
        const seen = (await run.report())?.statistics ?? {}
        const differences = Object.entries(wanted).map(([name, value]) => [name, Math.abs((seen[name] ?? Number.NaN) - value)] as const)
        expect(differences.filter(([, difference]) => !(difference < TOLERANCE))).toEqual([])
      }
      run.dispose()
    })
  },
)

/** @param measured the statistics of its norms @param sigmas how far along directions in layers alone */
function draw({ generator }: Models, input: Float32Array, measured: HostTensors, { shifts }: Directions, sigmas: Float32Array): tf.Tensor {
  const zones = zonesOf(generator.network.definition)
  const statistics = Object.entries(measured).map(([name, { shape, values }]) => {
    const norm = name.replace(/\/mean$/, '')
    const own = shifts?.[norm]
    return [name, tf.tensor(own ? shiftedMean(values, own, zones.get(norm) as LayerZone, sigmas) : values, [...shape])] as const
  })
  const norm = { kind: 'fixed', statistics: Object.fromEntries(statistics) } as const
  return generator.network.forward(generator.ema, tf.tensor2d(input, [1, input.length]), norm)
}

function largestDifference(seen: ArrayLike<number>, wanted: Float32Array): number {
  if (seen.length !== wanted.length) return Number.POSITIVE_INFINITY
  return wanted.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (seen[i] as number))), 0)
}
