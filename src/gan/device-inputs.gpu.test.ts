// Every input of a step is on the device what it is on the host, whatever rows the table has.
import { beforeAll, expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { DeviceInputs } from './device-inputs.ts'
import { createDraws, STEP_INPUTS, stepInputs } from './step-inputs.ts'
import { orientableImages, TINY, valuesOf } from './test-support.ts'

beforeAll(async () => {
  await openDevice('webgpu')
})

const config: RunConfig = { ...TINY, discriminatorSteps: 2, flip: true }
const images = orientableImages(24)
const dataset = { ...images, labels: { names: ['a', 'b', 'c'], ofImages: Array.from({ length: 24 }, (_, i) => i % 3) } }
const table = {
  discriminator: {
    ...STEP_INPUTS.discriminator,
    labels: { ...STEP_INPUTS.discriminator.labels, when: () => true },
    mix: { kind: 'uniform', purpose: 'scoring', shape: ({ batch }: RunConfig): [number, number] => [batch, 1] },
  },
  generator: { ...STEP_INPUTS.generator, noise: { kind: 'normal', purpose: 'map', shape: ({ batch }: RunConfig): [number] => [batch] } },
} as const
const backend = () => tf.engine().backend as tf.WebGPUBackend

test('labels, images, latents and a row of the test are those that the host draws, step by step', async () => {
  const device = new DeviceInputs(config, dataset, backend(), table)
  const draws = createDraws(config, dataset, table)
  for (const step of [0, 3]) {
    device.upload(step, config)
    const seen = device.ofStep(step, config)
    const wanted = stepInputs(draws(step, config), config, 3, step, table)
    expect([seen.discriminator.length, wanted.discriminator.length]).toEqual([2, 2])
    const pairs = [
      ...seen.discriminator.map((pass, k) => [pass, wanted.discriminator[k]] as const),
      [seen.generator, wanted.generator],
    ] as const
    for (const [here, there] of pairs) {
      const [own, other] = [await valuesOf(here), await valuesOf(there ?? {})]
      expect(Object.keys(own)).toEqual(Object.keys(other))
      for (const [name, values] of Object.entries(other)) {
        if (name === 'labels' || name === 'mix' || name === 'augmentation') expect(own[name], name).toEqual(values)
        // the device has its own logarithm and sine
        else for (const [i, value] of values.entries()) expect(own[name]?.[i], `${name} ${i}`).toBeCloseTo(value, 5)
      }
    }
    const { real, labels } = await valuesOf(seen.discriminator[0] as Readonly<Record<string, tf.Tensor>>)
    expect([real?.length, labels?.length]).toEqual([8 * 16 * 16 * 3, 8])
  }
  device.dispose()
})

test('a step uploads its scalars, the seed, the indices of its streams and images, and no labels that nothing reads', () => {
  const device = new DeviceInputs(config, dataset, backend())
  const written: number[] = []
  const { queue } = backend()
  const writeBuffer = queue.writeBuffer
  queue.writeBuffer = (...[buffer, offset, data]: Parameters<typeof writeBuffer>) => {
    written.push((data as Uint32Array).byteLength)
    return writeBuffer.call(queue, buffer, offset, data)
  }
  device.upload(1, config)
  queue.writeBuffer = writeBuffer
  expect(written).toEqual([4 * (11 + 4 * 2), 4 * (1 + 1 + 2 + 2 * 8)])
  device.dispose()
})
