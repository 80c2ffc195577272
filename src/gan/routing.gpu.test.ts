// Who sees what and who learns from what in a step: the batch mechanics and the gradient routing of an SS-GAN.
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { readNumbers } from '../tensor/readback.ts'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { rotatedCopies } from './augment/rotation.ts'
import { rotationLabels } from './losses/rotation.ts'
import { createModels, disposeModels, type Models, stateOf } from './models.ts'
import { createDraws } from './step-inputs.ts'
import {
  drawsAt,
  measured,
  type Numbers,
  namesOfChanged,
  orientableImages,
  relativeError,
  stepOn,
  TINY,
  turned,
  updateD,
  updateG,
  valuesOf,
  withDiscriminator,
} from './test-support.ts'

const [BATCH, N] = [8, 2]
const HALF = BATCH + 3 * N
const PIXELS = 16 * 16 * 3
const created: Models[] = []

function freshModels(config: RunConfig): Models {
  const models = createModels(config, 3)
  created.push(models)
  return models
}

function oneStep(models: Models, config: RunConfig, inputs = drawsAt(config, 0)) {
  return measured(stepOn(models, config, 0, inputs))
}

/** The first moment is the gradient itself where Adam remembers nothing. */
const NO_MEMORY = { adamBeta1: 0 }

describe.each(TEST_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
    return () => created.splice(0).forEach(disposeModels)
  })

  describe('the batch', () => {
    test('D is shown 2(B + 3n) images: each half upright, then its last n turned by 90, 180 and 270 degrees; in the G step one half', async () => {
      const models = freshModels(TINY)
      const shown: tf.Tensor[] = []
      const observed = withDiscriminator(models, (weights, images) => {
        shown.push(tf.keep(tf.clone(images)))
        return models.discriminator.network.forward(weights, images)
      })
      const inputs = drawsAt(TINY, 0)
      await oneStep(observed, TINY, inputs)
      expect(shown.map(({ shape }) => shape[0])).toEqual([2 * HALF, HALF])

      const ofD = await readNumbers(shown[0] as tf.Tensor)
      const ofG = await readNumbers(shown[1] as tf.Tensor)
      expect(ofD.subarray(0, BATCH * PIXELS)).toEqual(inputs.discriminator[0]?.real)
      for (const half of [ofD.subarray(0, HALF * PIXELS), ofD.subarray(HALF * PIXELS), ofG]) {
        const image = (i: number) => half.subarray(i * PIXELS, (i + 1) * PIXELS)
        for (let i = 0; i < N; i++) {
          const once = turned(image(BATCH - N + i), 16, 3)
          const twice = turned(once, 16, 3)
          expect(image(BATCH + i)).toEqual(once)
          expect(image(BATCH + N + i)).toEqual(twice)
          expect(image(BATCH + 2 * N + i)).toEqual(turned(twice, 16, 3))
        }
      }
      tf.dispose(shown)
    })

    test('V is of the first B logits of a half, the rotation task of the last 4n', async () => {
      const config: RunConfig = { ...TINY, loss: 'wasserstein' }
      const models = freshModels(config)
      const planted = withDiscriminator(models, (weights, images) => {
        const { realLogit, rotationLogits } = models.discriminator.network.forward(weights, images)
        const rows = images.shape[0]
        const numbered = tf.tensor2d(
          Float32Array.from({ length: rows }, (_, i) => i * i),
          [rows, 1],
        )
        return { realLogit: tf.add(tf.mul(realLogit, 0), numbered), rotationLogits: tf.add(tf.mul(rotationLogits, 0), plantedTurns(rows)) }
      })
      const seen = await oneStep(planted, config)
      const meanSquare = (from: number) => Array.from({ length: BATCH }, (_, i) => (from + i) ** 2).reduce((a, b) => a + b) / BATCH
      expect(seen.dReal).toBeCloseTo(meanSquare(0), 3)
      expect(seen.dFake).toBeCloseTo(meanSquare(HALF), 3)
      expect(seen.lossDAdversarial).toBeCloseTo(meanSquare(HALF) - meanSquare(0), 3)
      expect(seen.lossGAdversarial).toBeCloseTo(-meanSquare(0), 3)
      expect(seen.rotationAccuracyReal).toBe(1)
      expect(seen.rotationAccuracyFake).toBe(0)
      expect(seen.lossDRotation).toBeCloseTo(Math.log(1 + 3 * Math.exp(-6)), 5) // real half alone: the planted fake half is all wrong
    })
  })

  describe('with heads of zeros', () => {
    test.each([
      ['non-saturating', 2 * Math.LN2, Math.LN2],
      ['hinge', 2, 0],
      ['least-squares', 0.5, 0.5],
      ['wasserstein', 0, 0],
      ['relativistic', Math.LN2, Math.LN2],
    ] as const)('%s: the losses have their known values, rotation is chance', async (loss, lossD, lossG) => {
      const config: RunConfig = { ...TINY, loss, spectralNorm: false } // zeros have no spectral norm to be divided by
      const models = freshModels(config)
      for (const [name, variable] of Object.entries(models.discriminator.weights)) {
        if (/^(realness|rotation)\//.test(name)) setValues(variable, new Float32Array(variable.size))
      }
      const ofD = await measured(updateD(models, { ...config, learningRateD: 0 }, 1, inputAt(config)))
      const ofG = await measured(updateG(models, config, 1, drawsAt(config, 0)))
      expect(ofD.lossDAdversarial).toBeCloseTo(lossD, 5)
      expect(ofD.lossDRotation).toBeCloseTo(Math.log(4), 5)
      expect(ofD.lossD).toBeCloseTo(lossD + Math.log(4), 5)
      expect([ofD.rotationAccuracyReal, ofD.rotationAccuracyFake]).toEqual([0.25, 0.25])
      expect(ofG.lossGAdversarial).toBeCloseTo(lossG, 5)
    })
  })

  describe('learning', () => {
    test('a D update changes D and u and leaves every weight, average and moment of G bit-identical', async () => {
      const config: RunConfig = { ...TINY, loss: 'least-squares' } // hinge moves the bias not at all where every logit is within ±1
      const models = freshModels(config)
      const before = await valuesOf(stateOf(models))
      updateD(models, config, 1, inputAt(config)).values.dispose()
      const changed = namesOfChanged(before, await valuesOf(stateOf(models)))
      expect(changed.filter((name) => !/^(discriminator|spectral|adam\/discriminator)\//.test(name))).toEqual([])
      for (const name of [
        ...Object.keys(models.discriminator.weights).map((weight) => `discriminator/${weight}`),
        'spectral/rotation/weight',
      ]) {
        expect(changed).toContain(name)
      }
    })

    test('a G update changes G and its average, and leaves every weight, u and moment of D bit-identical', async () => {
      const models = freshModels(TINY)
      const before = await valuesOf(stateOf(models))
      updateG(models, TINY, 1, drawsAt(TINY, 0)).values.dispose()
      const changed = namesOfChanged(before, await valuesOf(stateOf(models)))
      expect(changed.filter((name) => !/^(generator|average|adam\/generator)\//.test(name))).toEqual([])
      for (const name of Object.keys(models.generator.weights)) expect(changed).toContain(`generator/${name}`)
    })

    test('the rotation loss of D and its gradient do not depend on fake images', async () => {
      const config: RunConfig = { ...TINY, ...NO_MEMORY, adversarial: false }
      const input = inputAt(config)
      const runs = await Promise.all(
        [input.z, Float32Array.from(input.z, (value) => 1 - 2 * value)].map(async (z) => {
          const models = freshModels(config)
          const statistics = await measured(updateD(models, config, 1, { ...input, z }))
          return { statistics, gradients: await valuesOf(models.discriminator.adam.first) }
        }),
      )
      const [one, other] = runs
      expect(other?.statistics.dFake).not.toBe(one?.statistics.dFake)
      expect(other?.statistics.lossDRotation).toBe(one?.statistics.lossDRotation)
      expect(other?.gradients).toEqual(one?.gradients)
      expect(one?.gradients['rotation/weight']?.some((value) => value !== 0)).toBe(true)
      expect(one?.gradients['realness/weight']?.every((value) => value === 0)).toBe(true)
    })

    test('rotation only: the adversarial loss moves neither network', async () => {
      const gradients = async (config: RunConfig) => {
        const models = freshModels(config)
        await oneStep(models, config)
        return [await valuesOf(models.generator.adam.first), await valuesOf(models.discriminator.adam.first)]
      }
      const config: RunConfig = { ...TINY, ...NO_MEMORY, adversarial: false }
      const hinge = await gradients(config)
      expect(await gradients({ ...config, loss: 'least-squares' })).toEqual(hinge)
      expect(hinge[0]?.['linear/weight']?.some((value) => value !== 0)).toBe(true)
      const [withoutAlpha = {}] = await gradients({ ...config, alpha: 0 })
      for (const [name, values] of Object.entries(withoutAlpha)) expect(Math.max(...values.map(Math.abs)), name).toBe(0)
    })

    test('alpha = beta = 0 is the plain GAN', async () => {
      const ends: Numbers[] = []
      for (const rotatedShare of [1, 0]) {
        const config: RunConfig = { ...TINY, alpha: 0, beta: 0, rotatedShare }
        const models = freshModels(config)
        for (let step = 0; step < 3; step++) stepOn(models, config, step, drawsAt(config, step)).values.dispose()
        ends.push(await valuesOf(stateOf(models)))
      }
      const [withTurns = {}, plain = {}] = ends
      const errors = Object.entries(plain).map(([name, values]) => [name, relativeError(withTurns[name] ?? [], values)] as const)
      expect(errors.filter(([, error]) => !(error < 1e-5))).toEqual([]) // 1e-6 seen: the sums over a larger batch run in another order
    })
  })

  describe('the control with shuffled labels', () => {
    const config: RunConfig = { ...TINY, beta: 2, learningRateD: 2e-3 }
    const [updates, judged] = [60, 20]

    /** Mean accuracy on real images over the last updates, each measured on images before D has learnt from them. */
    async function accuracyAfterTraining(models: Models): Promise<number> {
      const images = orientableImages(updates * BATCH)
      const drawn = createDraws(config, images)
      const accuracies: number[] = []
      for (let k = 0; k < updates; k++) {
        const [input] = drawn(k, config).discriminator
        const { rotationAccuracyReal } = await measured(updateD(models, config, k + 1, input ?? inputAt(config)))
        accuracies.push(rotationAccuracyReal as number)
      }
      return accuracies.slice(-judged).reduce((sum, accuracy) => sum + accuracy, 0) / judged
    }

    test('D learns turns it can see, and stays at chance where every image was turned once more at random', async () => {
      expect(await accuracyAfterTraining(freshModels(config))).toBeGreaterThan(0.6)

      const models = freshModels(config)
      const stream = new RandomStream(13, 'dataset')
      const shuffled = withDiscriminator(models, (weights, images) =>
        models.discriminator.network.forward(weights, turnedAtRandom(images, stream)),
      )
      const accuracy = await accuracyAfterTraining(shuffled)
      expect(Math.abs(accuracy - 0.25)).toBeLessThan(0.1) // 160 guesses: three standard deviations
    })
  })
})

/** Rotation logits: right (by 6) on the last 4n rows of the first half, wrong on those of the second, nonsense elsewhere. */
function plantedTurns(rows: number): tf.Tensor {
  const labels = rotationLabels(N)
  const elsewhere = tf.fill([BATCH - N, 4], -100)
  const halves = [tf.mul(labels, 6), tf.mul(labels, -6)].slice(0, rows / HALF)
  return tf.concat(
    halves.flatMap((half) => [elsewhere, half]),
    0,
  )
}

function inputAt(config: RunConfig, step = 0) {
  const [input] = drawsAt(config, step).discriminator
  if (!input) throw new Error('a step has at least one update of D')
  return input
}

/** [B, S, S, C] → the same, every image by a quarter turn of its own. */
function turnedAtRandom(images: tf.Tensor4D, stream: RandomStream): tf.Tensor4D {
  return tf.tidy(() => {
    const [count, ...sides] = images.shape
    const turns = tf.reshape(tf.concat([images, rotatedCopies(images, count)], 0), [4, count, ...sides]) // by angle
    const chosen = Array.from({ length: count }, () => stream.below(4))
    const mask = tf.tensor(Array.from({ length: 4 }, (_, turn) => chosen.map((own) => Number(own === turn))).flat(), [4, count, 1, 1, 1])
    return tf.sum(tf.mul(turns, mask), 0) // [4, B, S, S, C] → [B, S, S, C]
  })
}
