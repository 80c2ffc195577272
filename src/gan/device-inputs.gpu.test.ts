// Every input of a step is on the device what it is on the host, whatever rows the table has.
import { beforeAll, expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { DeviceInputs } from './device-inputs.ts'
import { createDraws, STEP_INPUTS, stepInputs } from './step-inputs.ts'
import { classesInTurn, orientableImages, TINY, valuesOf } from './test-support.ts'

beforeAll(async () => {
  await openDevice('webgpu')
})

const config: RunConfig = { ...TINY, discriminatorSteps: 2, flip: true }
const dataset = orientableImages(24)
const conditional: RunConfig = { ...config, conditioning: 'co-trained', labelledBatch: 0.5 }
const classes = classesInTurn(24, [5, 1, 3])
const table = {
  discriminator: {
    ...STEP_INPUTS.discriminator,
    mix: { kind: 'uniform', purpose: 'scoring', shape: ({ batch }: RunConfig): [number, number] => [batch, 1] },
  },
  generator: { ...STEP_INPUTS.generator, noise: { kind: 'normal', purpose: 'map', shape: ({ batch }: RunConfig): [number] => [batch] } },
} as const
/** The others go through the device's own logarithm and sine. */
const EXACT = new Set(['labels', 'classes', 'mix', 'augmentation'])
const backend = () => tf.engine().backend as tf.WebGPUBackend

test('labels, classes, images, latents and a row of the test are those that the host draws, step by step and with other classes', async () => {
  const device = new DeviceInputs(conditional, dataset, backend(), table)
  const draws = createDraws(conditional, dataset, table)
  for (const [step, known] of [
    [0, classes],
    [3, classes],
    [4, classesInTurn(24, [1, 7])],
  ] as const) {
    device.upload(step, conditional, known)
    const seen = device.ofStep(step, conditional)
    const wanted = stepInputs(draws(step, conditional, known), conditional, 3, step, table)
    expect([seen.discriminator.length, wanted.discriminator.length]).toEqual([2, 2])
    const pairs = [
      ...seen.discriminator.map((pass, k) => [pass, wanted.discriminator[k]] as const),
      [seen.generator, wanted.generator],
    ] as const
    for (const [here, there] of pairs) {
      const [own, other] = [await valuesOf(here), await valuesOf(there ?? {})]
      expect(Object.keys(own)).toEqual(Object.keys(other))
      for (const [name, values] of Object.entries(other)) {
        if (EXACT.has(name)) expect(own[name], name).toEqual(values)
        else for (const [i, value] of values.entries()) expect(own[name]?.[i], `${name} ${i}`).toBeCloseTo(value, 5)
      }
    }
    const { real, labels, classes: fakes } = await valuesOf(seen.discriminator[0] as Readonly<Record<string, tf.Tensor>>)
    expect([real?.length, labels?.length, fakes?.length]).toEqual([8 * 16 * 16 * 3, 8, 8])
  }
  device.dispose()
})

test('a step uploads its scalars, the seed, the indices of its streams and images, and no classes that nothing reads', () => {
  const device = new DeviceInputs(config, dataset, backend())
  const written: number[] = []
  const { queue } = backend()
  const writeBuffer = queue.writeBuffer
  queue.writeBuffer = (...[buffer, offset, data]: Parameters<typeof writeBuffer>) => {
    written.push((data as Uint32Array).byteLength)
    return writeBuffer.call(queue, buffer, offset, data)
  }
  device.upload(1, config, classes)
  queue.writeBuffer = writeBuffer
  expect(written).toEqual([4 * (11 + 4 * 2), 4 * (1 + 1 + 2 + 2 * 8)])
  device.dispose()
})
