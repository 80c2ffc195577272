// The feature network as it ships, against PyTorch (reference/mobilenet_v2_fixture.py): same files and images in, same features out.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { extractLayers } from '../eval/features/extract.ts'
import { loadNetwork } from '../eval/features/networks/load.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { NETWORKS } from '../eval/features/networks/registry.ts'
import type { FeatureNetworkName } from '../spec/feature-analyses.ts'
import type { ImageBlock } from '../spec/image-block.ts'
import { openDevice } from '../tensor/backend.ts'
import fixture from './features.fixture.json' with { type: 'json' }
import { readFeatureFile } from './files.ts'

/** Of the largest feature of a layer: float32 through up to 42 convolutions. */
const TOLERANCE = 1e-5

const LAYERS = Object.keys(fixture.layers) as (keyof typeof fixture.layers)[]

let network: FeatureNetwork
beforeAll(async () => {
  await openDevice('webgpu')
  network = { ...(await loadNetwork('mobilenet-v2', readFeatureFile())), inputSize: fixture.inputSize }
})
afterAll(() => network.dispose())

test('every layer computes what it computes in PyTorch', async () => {
  const tables = await extractLayers(network, drawImages(), LAYERS)
  for (const [at, layer] of LAYERS.entries()) {
    const { values, width } = tables[at] as (typeof tables)[number]
    const wanted = fixture.layers[layer]
    const largest = Math.max(...wanted.flat().map(Math.abs))
    const errors = wanted.flatMap((row, image) => row.map((value, i) => Math.abs((values[image * width + i] as number) - value) / largest))
    expect(Math.max(...errors), layer).toBeLessThan(TOLERANCE)
  }
})

test('an image has the same features, bit for bit, whatever it is batched with', async () => {
  const [all] = await extractLayers(network, drawImages(), ['block13'])
  const [turned] = await extractLayers(network, drawImages(), ['block13'], { indices: [1, 0, 1] })
  const [width, values] = [all?.width as number, all?.values as Float32Array]
  expect(turned?.values).toEqual(Float32Array.from([1, 0, 1].flatMap((i) => [...values.subarray(i * width, (i + 1) * width)])))
})

test.each(Object.keys(NETWORKS) as FeatureNetworkName[])('the manifest of %s knows the hash of its bytes', async (name) => {
  const loaded = await loadNetwork(name, readFeatureFile())
  loaded.dispose()
  const bytes = await readFeatureFile()(NETWORKS[name].files.weights)
  expect(loaded.hash).toBe(createHash('sha256').update(bytes).digest('hex'))
})

/** As the reference draws them. */
function drawImages(): ImageBlock {
  const { count, size } = fixture
  let state = fixture.seed
  const images = Uint8Array.from({ length: count * size * size * 3 }, (_, i) => {
    state = (state * 16807) % 2147483647
    const [channel, column, row] = [i % 3, Math.floor(i / 3) % size, Math.floor(i / 3 / size) % size]
    const quarter = 2 * Number(row >= size / 2) + Number(column >= size / 2)
    return ((70 * quarter + 40 * channel + 20 * Math.floor(i / (3 * size * size))) % 180) + (state % 70)
  })
  return { images, count, size, channels: 3 }
}
