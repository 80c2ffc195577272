// Latents that are judged and improved on WebGPU: replayed as one operation after another, and as on WebAssembly.
import { expect, test } from 'vitest'
import { openTestDevice } from '../../tensor/test-devices.ts'
import { captureDiscriminator, captureGenerator } from '../inference.ts'
import { createModels, disposeModels } from '../models.ts'
import { createSampler } from '../sampler.ts'
import { relativeError, TINY } from '../test-support.ts'
import { latentOfSeed } from './latent.ts'
import { LatentGroup } from './latent-group.ts'

const COUNT = 16

/** The losses and pictures of three updates. */
async function updates(networks: Awaited<ReturnType<typeof capture>>, mode: 'replayed' | 'eager') {
  const target = Float32Array.from({ length: 16 * 16 * 3 }, (_, i) => Math.sin(i))
  const group = new LatentGroup(networks.generator, networks.discriminator, target, COUNT, mode)
  group.set(Array.from({ length: COUNT }, (_, i) => ({ latent: latentOfSeed(i, 8), class: null, weights: new Float32Array(0) })))
  const all: number[] = []
  for (let update = 1; update <= 3; update++) {
    const judged = await group.update(update, 0.2)
    for (const { loss, error, latent, image } of judged) all.push(loss, error, ...latent, ...image)
  }
  group.dispose()
  return all
}

async function capture() {
  const models = createModels(TINY, 3)
  const sampler = createSampler(models.generator, TINY)
  const generator = await captureGenerator(models.generator, sampler, TINY, { step: 0, classes: null })
  const discriminator = await captureDiscriminator(models.discriminator)
  sampler.dispose()
  disposeModels(models)
  return { generator, discriminator }
}

test('updates on WebGPU have the same bits replayed and not, and are those on WebAssembly', async () => {
  await openTestDevice('wasm')
  const networks = await capture()
  const onWasm = await updates(networks, 'replayed')
  await openTestDevice('webgpu')
  const replayed = await updates(networks, 'replayed')
  expect(await updates(networks, 'eager')).toEqual(replayed)
  expect(relativeError(replayed, onWasm)).toBeLessThan(1e-3)
})
