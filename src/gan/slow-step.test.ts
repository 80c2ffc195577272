// A step in slow motion: the run does not notice it, and what is shown of it is what the step really had.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../data/dataset.ts'
import { turnPicture } from '../data/pixels.ts'
import type { RunConfig } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import { correctAnswers, type LossTerm, type SlowStep, sumOfTerms } from '../spec/slow-step.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import type { Expression } from './losses/expression.ts'
import { toNumber } from './losses/expression.ts'
import { LOSSES } from './losses/registry.ts'
import { createModels, disposeModels, stateOf } from './models.ts'
import { createRun, type Run } from './run.ts'
import { judgeOfFakes } from './step.ts'
import { stepInputs } from './step-inputs.ts'
import { classesInTurn, drawsAt, namesOfChanged, orientableImages, TINY, valuesOf } from './test-support.ts'

const IMAGES = orientableImages(24)
const RELATIVISTIC: RunConfig = {
  ...TINY,
  loss: 'relativistic',
  penalty: 'r1',
  penaltyEvery: 2,
  discriminatorSteps: 2,
  augmentTranslation: 1,
  augmentColor: 1,
  flip: true,
}
const RAMP: RunConfig = { ...TINY, conditioning: 'co-trained', rampFrom: 0, rampUntil: 1 }

const LABELLED: Dataset = { ...IMAGES, labels: { names: ['a', 'b', 'c'], ofImages: Array.from({ length: 24 }, (_, i) => i % 3) } }

beforeAll(async () => {
  await openTestDevice('wasm')
})

function begin(config: RunConfig): Run {
  const conditional = config.conditioning !== 'none'
  const run = createRun(config, conditional ? LABELLED : IMAGES)
  if (conditional) run.setClasses(classesInTurn(24, [8, 8, 8]))
  return run
}

/** One step of a new run in slow motion. @param before steps made first, for answers that differ */
async function slowStepOf(config: RunConfig, before = 0): Promise<{ slow: SlowStep; statistics: Readonly<Record<string, number | null>> }> {
  const run = begin(config)
  for (let step = 0; step < before; step++) run.advance()
  const slow = await run.slowStep()
  const report = await run.report()
  run.dispose()
  return { slow, statistics: report?.statistics ?? {} }
}

describe.each<[string, RunConfig]>([
  ['plain', TINY],
  ['relativistic, with R1, two updates of D and augmentation', RELATIVISTIC],
  ['with classes, labels to predict and a ramp', RAMP],
  ['without rotations', { ...TINY, rotatedShare: 0 }],
  ['with rotations only', { ...TINY, adversarial: false }],
])('a run %s', (_, config) => {
  test('goes on after a step in slow motion as after any other, bit for bit, and nothing stays behind', async () => {
    const [plain, slow] = [begin(config), begin(config)]
    for (let step = 0; step < 3; step++) {
      plain.advance()
      const before = tf.memory().numTensors
      if (step === 1) expect((await slow.slowStep()).step).toBe(2)
      else slow.advance()
      expect(tf.memory().numTensors).toBe(before)
    }
    expect(namesOfChanged(await valuesOf(stateOf(plain.models)), await valuesOf(stateOf(slow.models)))).toEqual([])
    expect(await slow.report()).toEqual(await plain.report())
    plain.dispose()
    slow.dispose()
  })

  test('shows losses that add up to those of its report', async () => {
    const { slow, statistics } = await slowStepOf({ ...config, discriminatorSteps: 1 })
    const penalty = slow.losses.discriminator.filter(({ name }) => name === 'penaltyR1')
    expect(penalty.map(({ value }) => value)).toEqual(config.penalty === 'r1' ? [statistics.penaltyR1] : [])
    const whole = (statistics.lossD as number) + sumOfTerms(penalty) // a report's loss of D is without it
    expect(sumOfTerms(slow.losses.discriminator)).toBeCloseTo(whole, 4)
    expect(sumOfTerms(slow.losses.generator)).toBeCloseTo(statistics.lossG as number, 4)
    expect(slow.rotated === null).toBe(config.rotatedShare === 0)
    expect(slow.adversarial).toBe(config.adversarial)
  })
})

const termOf = (terms: readonly LossTerm[], name: string) => terms.find((term) => term.name === name)?.value as number

/** The adversarial loss of these logits, in plain numbers. */
function lossOf(terms: readonly Expression[], real: readonly number[], fake: readonly number[]): number {
  const of = (term: Expression, i: number) => toNumber(term, { real: real[i] as number, fake: fake[i] as number })
  return fake.reduce((sum, _, i) => sum + terms.reduce((inner, term) => inner + of(term, i), 0), 0) / fake.length
}

test.each(Object.entries(LOSSES))(
  'the shown answers are those of the %s loss, of all eight images of the batch',
  async (loss, { discriminator }) => {
    const { slow } = await slowStepOf({ ...TINY, learningRateD: 5e-3, loss: loss as RunConfig['loss'] }, 8)
    const { before, rotated, losses } = slow
    expect(lossOf(discriminator, before.real, before.fake)).toBeCloseTo(termOf(losses.discriminator, 'lossDAdversarial'), 4)
    expect(before.rotation.map((row) => row.reduce((sum, p) => sum + p))).toEqual(before.rotation.map(() => expect.closeTo(1, 10)))
    const entropies = before.rotation.map((row, i) => -Math.log(row[rotated?.turns[i] as 0 | 1 | 2 | 3]))
    const mean = entropies.reduce((sum, x) => sum + x) / entropies.length
    expect(mean).toBeCloseTo(termOf(losses.discriminator, 'lossDRotation'), 4)
  },
)

test('a rotated picture is the real image that it names, turned', async () => {
  const { slow } = await slowStepOf(TINY)
  const { pictures, turns, of } = slow.rotated as NonNullable<SlowStep['rotated']>
  expect(turns).toEqual([0, 1, 2, 3, 0, 1, 2, 3])
  expect(of).toEqual([6, 6, 6, 6, 7, 7, 7, 7])
  turns.forEach((quarter, i) => {
    const upright = one(slow.real.pictures, of[i] as number)
    turnPicture(upright, 0, quarter)
    expect(one(pictures, i).pixels).toEqual(upright.pixels)
  })
})

function one({ size, pixels }: Pictures, index: number): Pictures {
  return { count: 1, size, pixels: pixels.slice(index * size * size * 4, (index + 1) * size * size * 4) }
}

test('after its small update D does better on the same images, and G is taken for real more', async () => {
  const small = { ...TINY, rotatedShare: 0, learningRateD: 1e-3, learningRateG: 1e-4 }
  const { before, after, generator } = (await slowStepOf(small)).slow
  const { discriminator } = LOSSES.hinge
  expect(lossOf(discriminator, after.real, after.fake)).toBeLessThan(lossOf(discriminator, before.real, before.fake))
  const mean = (logits: readonly number[]) => logits.reduce((sum, x) => sum + x) / logits.length
  expect(mean(generator.logitsAfter)).toBeGreaterThan(mean(generator.logits))
  expect(generator.after.pixels).not.toEqual(generator.fake.pictures.pixels)
})

test('D that does not learn answers after its update as before', async () => {
  const { before, after } = (await slowStepOf({ ...TINY, spectralNorm: false, learningRateD: 0 })).slow
  expect(after).toEqual(before)
})

test('the picture of the gradient is as bright as the loss changes with a pixel', async () => {
  const config: RunConfig = { ...TINY, learningRateD: 0, loss: 'non-saturating' }
  const grey = orientableImages(24, 16, 1)
  const run = createRun(config, grey) // D is the same before and after
  const { generator } = await run.slowStep()
  const shades = Array.from({ length: 8 * 256 }, (_, i) => (generator.gradient.pixels[4 * i] as number) / 255)
  const brightest = shades.indexOf(1)
  const darker = shades.findIndex((shade) => shade > 0.4 && shade < 0.6)
  const models = createModels(config, 1) // G as it was
  const slopes = tf.tidy(() => {
    const inputs = stepInputs(drawsAt(config, 0, grey), config, 1, 0)
    const judge = judgeOfFakes(run.models, config, inputs.generator, inputs.scalars, inputs.discriminator[0])
    const fake = models.generator.network.forward(models.generator.weights, inputs.generator.z)
    const lossAt = (pixel: number, change: number) => {
      const moved = fake.dataSync().slice()
      moved[pixel] = (moved[pixel] as number) + change
      return judge(tf.tensor4d(moved, fake.shape)).loss.dataSync()[0] as number
    }
    return [brightest, darker].map((pixel) => Math.abs(lossAt(pixel, 0.05) - lossAt(pixel, -0.05)))
  })
  disposeModels(models)
  run.dispose()
  expect((slopes[1] as number) / (slopes[0] as number)).toBeCloseTo(shades[darker] as number, 1)
})

test('names the classes that D is told, as far as it is told any', async () => {
  const { slow } = await slowStepOf(RAMP)
  const { fake } = slow.generator
  expect(fake.classes).toHaveLength(8)
  for (const name of [...slow.fake.classes, ...fake.classes]) expect(name).toMatch(/^class [012]$/)
  for (const name of slow.real.classes) expect(name === null || /^class [012]$/.test(name)).toBe(true)
  expect(slow.losses.discriminator.map(({ name }) => name)).toEqual(['lossDAdversarial', 'lossDRotation', 'lossDConditional', 'lossDClass'])
  expect((await slowStepOf(TINY)).slow.real.classes).toEqual([])
})

test('where a loss only compares, D is right about a pair', () => {
  const answers = { real: [0.3, -2, 0.6], fake: [-1, -1, 0.2] }
  expect(correctAnswers('hinge', answers)).toEqual({ real: [true, false, true], fake: [true, true, false] })
  expect(correctAnswers('least-squares', answers)).toEqual({ real: [false, false, true], fake: [true, true, true] })
  for (const loss of ['relativistic', 'wasserstein'] as const)
    expect(correctAnswers(loss, answers)).toEqual({ real: [true, false, true], fake: [true, false, true] })
})
