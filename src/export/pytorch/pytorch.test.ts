// The Python files of an export against the networks and steps of this program. There is no PyTorch where tests run: what it computed stands in a
// fixture (reference/pytorch_export.py), which names the files that it was made with.
import { beforeAll, describe, expect, test } from 'vitest'
import { imagesAt } from '../../data/dataset.ts'
import { gatherImages, range } from '../../data/sampling.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import { createModels, type Models, stateOf } from '../../gan/models.ts'
import { normaliseWeights } from '../../gan/networks/spectral-norm.ts'
import { createRun } from '../../gan/run.ts'
import { createSampler } from '../../gan/sampler.ts'
import { classesInTurn, orientableImages, parkMiller, unpack } from '../../gan/test-support.ts'
import { DEFAULTS, type RunConfig, rampAt } from '../../spec/config.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
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
    let models: Models

    beforeAll(async () => {
      await openTestDevice('wasm')
      const drawn = parkMiller(seed, inputs)
      models = createModels(config, channels, count)
      for (const [name, variable] of Object.entries(stateOf(models))) setValues(variable, drawn[name] as Float32Array)
    })

    test('the averaged generator draws the same images', async () => {
      const space = { latent: config.latent, counts: classes?.counts ?? [], ramp: rampAt(config, step) }
      const codes = fixture.codes.map((code) => [...pointCode(POINTS[code] as LatentPoint, space)])
      const sampler = createSampler(models.generator, config)
      const measured = Object.entries(await sampler.statistics({ step, classes }))
      const images = tf.tidy(() => {
        const statistics = Object.fromEntries(measured.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]))
        return models.generator.network.forward(models.generator.ema, tf.tensor2d(codes), { kind: 'fixed', statistics })
      })
      expect(largestDifference(await images.data(), unpack(given.images))).toBeLessThan(TOLERANCE)
      images.dispose()
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

function largestDifference(seen: ArrayLike<number>, wanted: Float32Array): number {
  if (seen.length !== wanted.length) return Number.POSITIVE_INFINITY
  return wanted.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (seen[i] as number))), 0)
}
