// What a step does with classes: who is told which, what is learnt from which, and what a ramp changes. The numbers of whole steps are held
// to PyTorch in step.gpu.test.ts.
import { beforeAll, describe, expect, test } from 'vitest'
import { NO_CLASS } from '../spec/classes.ts'
import { type RunConfig, rampAt } from '../spec/config.ts'
import { readNumbers } from '../tensor/readback.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { rotationLabels } from './losses/rotation.ts'
import { createModels, disposeModels, type Models } from './models.ts'
import { discriminatorPass } from './step.ts'
import { type DiscriminatorInputs, type StepDraws, stepInputs } from './step-inputs.ts'
import {
  drawsWithClasses,
  measured,
  type Numbers,
  TINY,
  updateD,
  updateG,
  valuesOf,
  withDiscriminator,
  withGenerator,
} from './test-support.ts'

const [CLASSES, BATCH, N] = [3, 8, 2]
const GROUP = BATCH + 3 * N
const LABELS = [0, NO_CLASS, 2, 1, 2, 2, NO_CLASS, 0]
const UNLABELLED = LABELS.map(() => NO_CLASS)
const FAKES = [1, 1, 0, 2, 1, 1, 1, 0]

/** Adam's first moment is then the gradient itself; logits have no edge. */
const GIVEN: RunConfig = { ...TINY, conditioning: 'given', adamBeta1: 0, loss: 'non-saturating', spectralNorm: false }
const CO_TRAINED: RunConfig = { ...GIVEN, conditioning: 'co-trained' }
/** Half way up at step 0. */
const WITH_RAMP: RunConfig = { ...CO_TRAINED, rampFrom: -1, rampUntil: 1 }

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const drawsD = (draws: StepDraws) => draws.discriminator[0] as StepDraws['discriminator'][number]

async function withFresh<T>(config: RunConfig, work: (models: Models) => Promise<T>): Promise<T> {
  const models = createModels(config, 3, CLASSES)
  const result = await work(models)
  disposeModels(models)
  return result
}

/** What an update of D measures, and its gradients. */
function updatedD(config: RunConfig, labels: readonly number[], fakes: readonly number[] = FAKES, z?: Float32Array) {
  return withFresh(config, async (models) => {
    const draws = drawsD(drawsWithClasses(config, 0, labels, fakes))
    const statistics = await measured(updateD(models, config, 1, z ? { ...draws, z } : draws))
    return { statistics, gradients: await valuesOf(models.discriminator.adam.first) }
  })
}

function updatedG(config: RunConfig, labels: readonly number[], fakes: readonly number[]) {
  return withFresh(config, async (models) => {
    const statistics = await measured(updateG(models, config, 1, drawsWithClasses(config, 0, labels, fakes)))
    return { statistics, gradients: await valuesOf(models.generator.adam.first) }
  })
}

/** Names of gradients that are not the same bit for bit: comparing them whole would, where they differ, print numbers for minutes. */
const differing = (one: Numbers, other: Numbers) =>
  Object.keys(one).filter((name) => one[name]?.some((value, i) => value !== other[name]?.[i]))

const isZero = (values: Float32Array | undefined) => values?.every((value) => value === 0)

describe.each(['webgpu', 'wasm'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe('with planted logits', () => {
    /** What belonging to each class adds to the logit of an image, which is its row in the batch. */
    const VALUES = [0.1, 10, 100]
    /** The classes that D predicts for real images; its rotation logits are right on these alone. */
    const PREDICTED = [2, 0, 0, 0, 0, 1, 1, 1]

    const planted = (models: Models) =>
      withDiscriminator(models, (weights, images) => {
        const rows = images.shape[0]
        const { classLogits, ...logits } = models.discriminator.network.forward(weights, images)
        const plant = (own: tf.Tensor | undefined, width: number, valueAt: (row: number, column: number) => number) => {
          const values = Float32Array.from({ length: rows * width }, (_, i) => valueAt(Math.floor(i / width), i % width))
          return tf.add<tf.Tensor2D>(tf.mul(own as tf.Tensor, 0), tf.tensor2d(values, [rows, width]))
        }
        return {
          realLogit: plant(logits.realLogit, 1, (row) => row % GROUP),
          rotationLogits: tf.add(tf.mul(logits.rotationLogits, 0), plantedTurns(rows)),
          projections: plant(logits.projections, CLASSES, (_, k) => VALUES[k] as number),
          ...(classLogits && { classLogits: plant(classLogits, CLASSES, (row, k) => (PREDICTED[row] === k ? Math.log(2) : 0)) }),
        }
      })
    const likely = (i: number) => VALUES.reduce((sum, value, k) => sum + value * (k === PREDICTED[i] ? 0.5 : 0.25), 0)

    test.each([
      ['the labels of real images, and nothing where one is missing', GIVEN, () => 0],
      ['what it predicts itself where a label is missing', CO_TRAINED, (i: number) => VALUES[PREDICTED[i] as number] as number],
      ['how likely it takes each class to be where a label is missing, if that is set', { ...CO_TRAINED, softLabels: true }, likely],
    ] as const)('D is told %s; fakes carry the class they were drawn with', async (_, config: RunConfig, unlabelled) => {
      const settings: RunConfig = { ...config, loss: 'least-squares' }
      const ofReal = LABELS.map((label, i) => i + (VALUES[label] ?? unlabelled(i)))
      const ofFakes = FAKES.map((fake, i) => i + (VALUES[fake] as number))
      const halfSquare = (logits: readonly number[], target: number) => mean(logits.map((logit) => (logit - target) ** 2)) / 2
      await withFresh(settings, async (models) => {
        const draws = drawsWithClasses(settings, 0, LABELS, FAKES)
        const ofD = await measured(updateD(planted(models), settings, 1, drawsD(draws)))
        expect(ofD.lossDAdversarial).toBeCloseTo(halfSquare(ofReal, 1) + halfSquare(ofFakes, 0), 2)
        expect(ofD.lossDRotation).toBeCloseTo(Math.log(1 + 3 * Math.exp(-6)), 5) // of real images alone: on fake ones all is wrong
        const ofG = await measured(updateG(planted(models), settings, 1, draws))
        expect(ofG.lossGAdversarial).toBeCloseTo(halfSquare(ofFakes, 1), 2)
      })
    })
  })

  test.each([
    ['in full', GIVEN, 1],
    ['as far as the ramp has come', WITH_RAMP, 0.5],
  ] as const)('G draws from latents beside the weights of the classes, which count %s', async (_, config, ramp) => {
    await withFresh(config, async (models) => {
      const inputs: tf.Tensor[] = []
      const observed = withGenerator(models, (weights, input) => {
        inputs.push(tf.keep(tf.clone(input)))
        return models.generator.network.forward(weights, input)
      })
      const draws = drawsWithClasses(config, 0, LABELS, FAKES)
      updateD(observed, config, 1, drawsD(draws)).values.dispose()
      updateG(observed, config, 1, draws).values.dispose()
      for (const [i, { z }] of [drawsD(draws), draws.generator].entries()) {
        const rows = FAKES.map((fake, row) => [
          ...z.subarray(row * config.latent, (row + 1) * config.latent),
          ...Array.from({ length: CLASSES }, (_, k) => (k === fake ? ramp : 0)),
        ])
        expect(await readNumbers(inputs[i] as tf.Tensor)).toEqual(Float32Array.from(rows.flat()))
      }
      tf.dispose(inputs)
    })
  })

  describe('the predictor', () => {
    test('has as its loss the mean over the real, upright, labelled images, and counts what it gets right of them', async () => {
      await withFresh(CO_TRAINED, async (models) => {
        const draws = drawsWithClasses(CO_TRAINED, 0, LABELS, FAKES)
        let names: readonly string[] = []
        const { values, logits } = tf.tidy(() => {
          const { discriminator, scalars } = stepInputs(draws, CO_TRAINED, 3, 0)
          const { statistics, output } = discriminatorPass(models, CO_TRAINED, discriminator[0] as DiscriminatorInputs, scalars)
          names = statistics.names
          return { values: statistics.values, logits: output.classLogits as tf.Tensor2D }
        })
        expect(logits.shape).toEqual([2 * GROUP, CLASSES])
        const all = Array.from(await readNumbers(logits))
        const labelled = LABELS.flatMap((label, i) =>
          label === NO_CLASS ? [] : [{ label, of: all.slice(i * CLASSES, (i + 1) * CLASSES) }],
        )
        const entropies = labelled.map(({ label, of }) => Math.log(of.reduce((sum, x) => sum + Math.exp(x), 0)) - (of[label] as number))
        const hits = labelled.filter(({ label, of }) => of.indexOf(Math.max(...of)) === label).length
        const seen = await measured({ names, values })
        logits.dispose()
        expect(seen.labelledReal).toBe(6)
        expect(seen.lossDClass).toBeCloseTo(6 * mean(entropies), 5)
        expect(seen.classAccuracyReal).toBe(hits)
        const { lossD, lossDAdversarial, lossDRotation } = seen as Record<string, number>
        const parts = (lossDAdversarial as number) + CO_TRAINED.beta * (lossDRotation as number) + CO_TRAINED.classWeight * mean(entropies)
        expect(lossD).toBeCloseTo(parts, 5)
      })
    })

    test('learns nothing from a batch without labels: its loss is 0, and so is every gradient of it', async () => {
      const { statistics, gradients } = await updatedD({ ...CO_TRAINED, classWeight: 5 }, UNLABELLED)
      expect([statistics.lossDClass, statistics.classAccuracyReal, statistics.labelledReal]).toEqual([0, 0, 0])
      expect(isZero(gradients['class/weight'])).toBe(true)
      expect(isZero(gradients['class/bias'])).toBe(true)
      const without = await updatedD({ ...CO_TRAINED, classWeight: 0 }, UNLABELLED)
      expect(without.statistics).toEqual(statistics)
      expect(differing(without.gradients, gradients)).toEqual([])
      expect(isZero((await updatedD(CO_TRAINED, LABELS)).gradients['class/weight'])).toBe(false)
    })

    test('is not changed by what comes of the labels that it infers', async () => {
      const soft = await updatedD({ ...CO_TRAINED, softLabels: true }, UNLABELLED)
      expect(isZero(soft.gradients['class/weight'])).toBe(true)
      const hard = await updatedD(CO_TRAINED, UNLABELLED)
      expect(soft.statistics.dReal).not.toBe(hard.statistics.dReal) // they do come to something
      expect(isZero(soft.gradients['projection/weight'])).toBe(false)
    })
  })

  test('the rotation loss of D does not depend on fake images or any class, nor that of G on real ones', async () => {
    const config: RunConfig = { ...WITH_RAMP, adversarial: false, classWeight: 0 }
    const z = drawsD(drawsWithClasses(config, 0, LABELS, FAKES)).z as Float32Array
    const one = await updatedD(config, LABELS, FAKES, z)
    const other = await updatedD(
      config,
      UNLABELLED,
      FAKES.map((fake) => (fake + 1) % CLASSES),
      z.map((value) => 1 - 2 * value),
    )
    expect(other.statistics.dFake).not.toBe(one.statistics.dFake)
    expect(differing(other.gradients, one.gradients)).toEqual([])
    expect(isZero(one.gradients['rotation/weight'])).toBe(false)
    const pairs: RunConfig = { ...config, loss: 'relativistic', spectralNorm: true } // with which logits are no longer near 0
    const [ofG, otherG] = [await updatedG(pairs, LABELS, FAKES), await updatedG(pairs, UNLABELLED, FAKES)]
    expect(otherG.statistics.lossGConditional).not.toBe(ofG.statistics.lossGConditional)
    expect(differing(otherG.gradients, ofG.gradients)).toEqual([])
    expect(isZero(ofG.gradients['linear/weight'])).toBe(false)
  })

  describe('a ramp', () => {
    test('that has not begun leaves every class without effect on the weights', async () => {
      const before: RunConfig = { ...WITH_RAMP, classWeight: 0, rampFrom: 1, rampUntil: 2 }
      const others = [...FAKES].reverse()
      const ofD = (await updatedD(before, LABELS)).gradients
      expect(differing((await updatedD(before, UNLABELLED, others)).gradients, ofD)).toEqual([])
      expect(isZero(ofD['projection/weight'])).toBe(true)
      const ofG = (await updatedG(before, LABELS, FAKES)).gradients
      expect(differing((await updatedG(before, UNLABELLED, others)).gradients, ofG)).toEqual([])
      expect(isZero(ofG['embedding/weight'])).toBe(true)
    })

    test('adds the conditional loss by its share to the unconditional one, in both networks', async () => {
      const { statistics: d } = (await updatedD(WITH_RAMP, LABELS)) as { statistics: Record<string, number> }
      const parts = [d.lossDAdversarial, WITH_RAMP.beta * (d.lossDRotation as number), 0.5 * (d.lossDConditional as number)] as number[]
      const ofLabels = (d.lossDClass as number) / (d.labelledReal as number)
      expect(d.lossD).toBeCloseTo(parts.reduce((sum, part) => sum + part) + WITH_RAMP.classWeight * ofLabels, 5)
      const { statistics: g } = (await updatedG(WITH_RAMP, LABELS, FAKES)) as { statistics: Record<string, number> }
      const ofG = [g.lossGAdversarial, WITH_RAMP.alpha * (g.lossGRotation as number), 0.5 * (g.lossGConditional as number)] as number[]
      expect(g.lossG).toBeCloseTo(
        ofG.reduce((sum, part) => sum + part),
        5,
      )
      expect(g.ramp).toBe(0.5)
    })

    test('leaves R1 to the logit that knows no class; without one R1 is of the conditional logit', async () => {
      const penalty = async (config: RunConfig, labels: readonly number[]) =>
        (await updatedD({ ...config, penalty: 'r1' }, labels)).statistics.penaltyR1
      expect(await penalty({ ...WITH_RAMP, conditioning: 'given' }, LABELS)).toBe(
        await penalty({ ...WITH_RAMP, conditioning: 'given' }, UNLABELLED),
      )
      expect(await penalty(GIVEN, LABELS)).not.toBe(await penalty(GIVEN, UNLABELLED))
    })
  })
})

test('a ramp rises from 0 to 1 between two marks in thousands of real images, whatever the batch; without one classes count in full', () => {
  const config: RunConfig = { ...GIVEN, batch: 50, discriminatorSteps: 2, rampFrom: 1, rampUntil: 3 } // 100 images a step
  expect([0, 10, 15, 20, 30, 99].map((step) => rampAt(config, step))).toEqual([0, 0, 0.25, 0.5, 1, 1])
  expect(rampAt({ ...config, rampFrom: 3 }, 29)).toBe(0)
  expect(rampAt({ ...config, rampUntil: 0 }, 0)).toBe(1)
  expect(rampAt({ ...config, conditioning: 'none' }, 0)).toBe(1)
})

test.each([
  ['classes of fakes', { classes: new Int32Array(0) }],
  ['labels', { labels: new Int32Array(0) }],
] as const)('a conditional step without %s is refused', async (_, missing) => {
  await openTestDevice('wasm')
  await withFresh(GIVEN, async (models) => {
    tf.tidy(() => {
      const { discriminator, scalars } = stepInputs(drawsWithClasses(GIVEN, 0, LABELS, FAKES), GIVEN, 3, 0)
      const [inputs] = discriminator as [DiscriminatorInputs]
      const [name] = Object.keys(missing)
      const rest = Object.fromEntries(Object.entries(inputs).filter(([input]) => input !== name)) as unknown as DiscriminatorInputs
      expect(() => discriminatorPass(models, GIVEN, rest, scalars)).toThrow(/a conditional step needs/)
    })
  })
})

/** Rotation logits: right (by 6) on the last 4n rows of the first group, wrong on those of the second, nonsense elsewhere. */
function plantedTurns(rows: number): tf.Tensor {
  const labels = rotationLabels(N)
  const elsewhere = tf.fill([BATCH - N, 4], -100)
  const groups = [tf.mul(labels, 6), tf.mul(labels, -6)].slice(0, rows / GROUP)
  return tf.concat(
    groups.flatMap((group) => [elsewhere, group]),
    0,
  )
}
