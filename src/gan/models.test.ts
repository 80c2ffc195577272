// The networks of a run under their names in files: those of old checkpoints stay, and a network of any other name finds its place.
import { beforeAll, expect, test } from 'vitest'
import { RandomStream } from '../spec/rng.ts'
import { openDevice } from '../tensor/backend.ts'
import { sizeOf } from '../tensor/shape.ts'
import * as tf from '../tensor/tf.ts'
import { restoreModels } from './checkpoint.ts'
import { createModels, createRunNetwork, disposeModels, stateOf } from './models.ts'
import { buildDiscriminator } from './networks/build.ts'
import { adam } from './optimiser.ts'
import { TINY, valuesOf } from './test-support.ts'

beforeAll(async () => {
  await openDevice('cpu')
})

/** As checkpoints of TINY have had them since the first: 16 px, width 4, latent 8, batch norm, spectral norm. */
const GENERATOR = {
  'linear/weight': [8, 2 * 2 * 32],
  'norm0/scale': [32],
  'norm0/offset': [32],
  'up1/kernel': [4, 4, 16, 32],
  'norm1/scale': [16],
  'norm1/offset': [16],
  'up2/kernel': [4, 4, 8, 16],
  'norm2/scale': [8],
  'norm2/offset': [8],
  'up3/kernel': [4, 4, 4, 8],
  'norm3/scale': [4],
  'norm3/offset': [4],
  'image/kernel': [3, 3, 4, 3],
  'image/bias': [3],
}
const DISCRIMINATOR = {
  'conv1/kernel': [3, 3, 3, 4],
  'conv1/bias': [4],
  'conv2/kernel': [4, 4, 4, 8],
  'conv2/bias': [8],
  'conv3/kernel': [3, 3, 8, 8],
  'conv3/bias': [8],
  'conv4/kernel': [4, 4, 8, 16],
  'conv4/bias': [16],
  'conv5/kernel': [3, 3, 16, 16],
  'conv5/bias': [16],
  'conv6/kernel': [4, 4, 16, 32],
  'conv6/bias': [32],
  'conv7/kernel': [3, 3, 32, 32],
  'conv7/bias': [32],
  'realness/weight': [2 * 2 * 32, 1],
  'realness/bias': [1],
  'rotation/weight': [2 * 2 * 32, 4],
  'rotation/bias': [4],
}

function under(group: string, shapes: Readonly<Record<string, number[]>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${group}/${name}`, shape]))
}

const matrices = Object.entries(DISCRIMINATOR).filter(([, shape]) => shape.length > 1)

const OLD: Readonly<Record<string, number[]>> = {
  ...under('generator', GENERATOR),
  ...under('discriminator', DISCRIMINATOR),
  ...under('average', GENERATOR),
  ...under('spectral', Object.fromEntries(matrices.map(([name, shape]) => [name, [1, sizeOf(shape.slice(0, -1))]]))),
  ...under('adam/generator/first', GENERATOR),
  ...under('adam/generator/second', GENERATOR),
  ...under('adam/discriminator/first', DISCRIMINATOR),
  ...under('adam/discriminator/second', DISCRIMINATOR),
}

test('an old checkpoint opens: every tensor goes under its old name, in its old shape and place', async () => {
  const stream = new RandomStream(2, 'dataset')
  const tensors = Object.fromEntries(Object.entries(OLD).map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]))
  const progress = { data: 'old', channels: 3, step: 7, elapsedSeconds: 1, images: null, device: null, content: 'state' } as const
  const models = restoreModels({
    ...progress,
    classCount: 0,
    classes: null,
    config: TINY,
    tensors,
    pictures: { step: 7, wall: null, panel: null },
  })
  const state = stateOf(models)
  expect(Object.entries(state).map(([name, { shape }]) => [name, shape])).toEqual(Object.entries(OLD))
  const values = await valuesOf(state)
  for (const [name, tensor] of Object.entries(tensors)) expect(values[name], name).toEqual(tensor.values)
  disposeModels(models)
})

test('a seed goes on giving SNDCGAN the weights it has always given it', async () => {
  const models = createModels(TINY, 3)
  const values = await valuesOf(stateOf(models))
  const ends = (name: string) => [values[name]?.at(0), values[name]?.at(-1)]
  expect(ENDS.map(([name]) => [name, ends(name)])).toEqual(ENDS)
  disposeModels(models)
})

/** First and last value for seed 1. */
const ENDS: [string, number[]][] = [
  ['generator/image/kernel', [0.016310233622789383, -0.007304145023226738]],
  ['discriminator/conv1/kernel', [-0.01042970921844244, 0.0007121500093489885]],
  ['discriminator/rotation/weight', [-0.003922074567526579, 0.025839541107416153]],
  ['spectral/rotation/weight', [0.06811412423849106, -1.8799858093261719]],
]

test('a third network is kept, updated and freed like the others, under its own name', async () => {
  const before = tf.memory().numTensors
  const models = createModels(TINY, 3)
  const random = { weights: new RandomStream(1, 'initialWeights', 8), spectralU: new RandomStream(1, 'initialWeights', 9) }
  const definition = { ...models.discriminator.network.definition, heads: [{ kind: 'linear', name: 'class', outputs: 10 } as const] }
  const classifier = createRunNetwork(buildDiscriminator(definition), random, true)
  const networks = { ...models, classifier }
  const own = Object.keys(stateOf(networks)).filter((name) => !(name in OLD))
  expect(own.filter((name) => name.endsWith('class/weight'))).toEqual([
    'classifier/class/weight',
    'average/classifier/class/weight',
    'spectral/classifier/class/weight',
    'adam/classifier/first/class/weight',
    'adam/classifier/second/class/weight',
  ])
  expect(Object.keys(stateOf(networks)).length).toBe(Object.keys(OLD).length + own.length)

  const state = await valuesOf(stateOf(networks))
  tf.tidy(() => {
    const gradients = Object.fromEntries(Object.entries(classifier.weights).map(([name, { shape }]) => [name, tf.fill(shape, 1)]))
    const scalars = tf.tensor1d([0.1, 1, 0, 0.9, 0.5]) // Adam's four, then the decay of the average
    adam(classifier, gradients, { vector: scalars, index: 0 }, { vector: scalars, index: 4 })
  })
  const after = await valuesOf(stateOf(networks))
  const changed = Object.keys(after).filter((name) => after[name]?.some((value, i) => value !== state[name]?.[i]))
  expect(changed).toEqual(own.filter((name) => !name.startsWith('spectral/')))
  disposeModels(networks)
  expect(tf.memory().numTensors).toBe(before)
})
