// The passes of a step asked for alone: what D sees, what it makes of it, and the very gradients that an update uses.
import { expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { createModels, disposeModels, stateOf } from './models.ts'
import { discriminatorPass, generatorPass, type Pass } from './step.ts'
import { type DiscriminatorInputs, type StepInputs, stepInputs } from './step-inputs.ts'
import { drawsAt, measured, TINY, updateD, updateG, valuesOf } from './test-support.ts'

/** The first moment of Adam is then the gradient itself; without spectral norm a pass changes nothing at all. */
const config: RunConfig = { ...TINY, adamBeta1: 0, spectralNorm: false, augmentTranslation: 1 }
const GROUP = 8 + 3 * 2
const draws = drawsAt(config, 0)
const [drawsD] = draws.discriminator as [(typeof draws.discriminator)[number]]

/** A pass as plain numbers. */
async function looked(make: (inputs: StepInputs) => Pass) {
  let names: readonly string[] = []
  const { fake, images, output, loss, values, gradients } = tf.tidy(() => {
    const { statistics, output, ...rest } = make(stepInputs(draws, config, 3, 0))
    names = statistics.names
    return { ...rest, output: { ...output }, values: statistics.values }
  })
  const seen = {
    shapes: [images, output.realLogit, output.rotationLogits].map(({ shape }) => shape),
    loss: (await valuesOf({ loss })).loss?.[0],
    lossByName: await measured({ names, values }),
    gradients: await valuesOf(gradients),
  }
  tf.dispose([fake, images, output, loss, gradients])
  return seen
}

test.each(TEST_DEVICES)('a pass alone changes nothing, and gives the gradients of an update: on %s', async (device) => {
  await openTestDevice(device)
  const models = createModels(config, 3)
  const before = await valuesOf(stateOf(models))
  const passes = {
    D: await looked(({ discriminator: [inputs], scalars }) => discriminatorPass(models, config, inputs as DiscriminatorInputs, scalars)),
    G: await looked(({ generator, scalars }) => generatorPass(models, config, generator, scalars)),
  }
  expect(await valuesOf(stateOf(models))).toEqual(before)
  for (const [network, groups] of [
    ['D', 2],
    ['G', 1],
  ] as const) {
    const { shapes, loss, lossByName } = passes[network]
    expect(shapes).toEqual([
      [groups * GROUP, 16, 16, 3],
      [groups * GROUP, 1],
      [groups * GROUP, 4],
    ])
    expect(loss).toBe(lossByName[`loss${network}`])
  }
  updateG(models, config, 1, draws).values.dispose()
  expect(await valuesOf(models.generator.adam.first)).toEqual(passes.G.gradients)
  disposeModels(models)

  const fresh = createModels(config, 3) // the update of G has changed what D sees
  updateD(fresh, config, 1, drawsD).values.dispose()
  expect(await valuesOf(fresh.discriminator.adam.first)).toEqual(passes.D.gradients)
  disposeModels(fresh)
})
