// What a run is repeated with.
import { expect, test } from 'vitest'
import type { RunConfig } from '../../spec/config.ts'
import { presetConfig } from '../../spec/presets.ts'
import type { RunEvent } from '../../spec/runs.ts'
import { changeable, isPlain, repeatProblem, repetitionName, repetitionOf, twinChanges, withShapesOf } from './repeat.ts'
import { stepEvent, summary } from './test-support.ts'

const smoke = presetConfig('smoke')

test('the twin of an SS-GAN is a plain GAN, and its twin is the SS-GAN again', () => {
  const plain = { ...smoke, ...twinChanges(smoke) }
  expect([isPlain(smoke), isPlain(plain)]).toEqual([false, true])
  expect({ ...plain, ...twinChanges(plain) }).toEqual(smoke) // its beta is not the default
  const fromPreset = presetConfig('plain-gan')
  expect(isPlain({ ...fromPreset, ...twinChanges(fromPreset) })).toBe(false)
})

test('the twin of a run without the adversarial game is a plain GAN', () => {
  const rotationOnly = presetConfig('rotation-only')
  expect(isPlain(rotationOnly)).toBe(false)
  expect(isPlain({ ...rotationOnly, ...twinChanges(rotationOnly) })).toBe(true)
})

test('a repetition begins with the first settings, has the same length, and repeats the changes at their steps', () => {
  const change = (step: number, changes: Extract<RunEvent, { event: 'change' }>['changes']): RunEvent => ({
    event: 'change',
    step,
    changes,
  })
  const events = [
    change(0, { learningRateD: 5e-4, alpha: 0.2, steps: 300 }),
    stepEvent(50, {}),
    change(100, { learningRateD: 1e-4, alpha: 0.5 }),
    change(150, { alpha: 0.6 }),
    change(200, { steps: 900 }),
  ]
  const run = summary('a', { config: { ...smoke, learningRateD: 1e-4, alpha: 0.6, steps: 900 }, step: 240 })
  const { config, scheduled } = repetitionOf({ summary: run, events }, { alpha: 0, beta: 0 })
  expect(config).toEqual({ ...smoke, learningRateD: 5e-4, alpha: 0, beta: 0, steps: 240 })
  expect(scheduled).toEqual([{ step: 100, changes: { learningRateD: 1e-4 } }])
})

test('a run that began with the weights of another is not repeated by its seed', () => {
  const origin = { id: 'b', name: 'b', step: 4 }
  expect(repeatProblem(summary('a'))).toBeNull()
  expect(repeatProblem(summary('a', { origin: { kind: 'again', ...origin } }))).toBeNull()
  expect(repeatProblem(summary('a', { origin: { kind: 'branch', ...origin } }))).toContain('weights of another run')
  expect(repeatProblem(summary('a', { step: 0 }))).toContain('no step')
})

test('a repetition is named after what differs', () => {
  const plain = { ...smoke, ...twinChanges(smoke) }
  expect(repetitionName('Shapes', smoke, plain)).toBe('Shapes, plain GAN')
  expect(repetitionName('Shapes, plain GAN', plain, smoke)).toBe('Shapes, SS-GAN')
  expect(repetitionName('Shapes', smoke, { ...smoke, width: 16, steps: 7 })).toBe('Shapes, Width: 16')
})

test('the one setting that is changed is none of the images or the length, and has an effect', () => {
  expect(changeable(smoke)).toEqual(expect.arrayContaining(['seed', 'width', 'conditioning']))
  expect(changeable(smoke).filter((name) => ['steps', 'size', 'framing', 'trimBars'].includes(name))).toEqual([])
  const counted = (config: RunConfig) => changeable(config).includes('classCount')
  expect([counted(smoke), counted({ ...smoke, conditioning: 'clusters' })]).toEqual([false, true])
})

test('a run that begins with the weights of another takes the shapes of its networks, and nothing else', () => {
  const other: RunConfig = { ...presetConfig('paper'), seed: 7, conditioning: 'clusters', classCount: 20, labelShare: 0.1 }
  expect(withShapesOf(smoke, other)).toEqual({
    ...smoke,
    architecture: 'sndcgan',
    width: 64,
    latent: 128,
    generatorNorm: 'batch',
    spectralNorm: true,
    size: 32,
    conditioning: 'clusters',
    classCount: 20,
  })
})
