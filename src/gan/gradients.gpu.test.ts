// The gradients of both losses against finite differences, through rotation, augmentation, spectral norm and batch norm.
// The gradient is read from Adam's first moment (no memory, no step length), so it is the very one that training uses.
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import { createModels, disposeModels, type Models } from './models.ts'
import type { Variables } from './optimiser.ts'
import { drawsAt, measured, type Numbers, TINY, updateD, updateG, valuesOf } from './test-support.ts'

/** No step is longer than this share of a parameter's own size. */
const LONGEST = 0.1
/** The few ReLUs behind one weight may have an edge within the step; behind many weights edges average out. */
const TOLERANCE = { many: 2e-2, one: 8e-2 }

/** Gradients are what is looked at: nothing moves. No adversarial loss here has an edge. */
const STILL: RunConfig = { ...TINY, adamBeta1: 0, learningRateD: 0, learningRateG: 0 }

/** What a step should change the loss by, so as not to cross edges of the ReLUs, and the rounding of a loss of that size. */
interface Scale {
  readonly change: number
  readonly rounding: number
}

const CASES: [string, RunConfig, Scale][] = [
  [
    'spectral norm, batch norm, all augmentation', // logits are small under spectral norm: without the ln 4 of rotation they stand out
    { ...STILL, loss: 'wasserstein', alpha: 0, beta: 0, augmentColor: 1, augmentTranslation: 1, augmentCutout: 0.5 },
    { change: 4e-6, rounding: 2 ** -24 },
  ],
  [
    'pairs of real and fake images, batch norm, color', // G's update sees real images too
    { ...STILL, loss: 'relativistic', alpha: 0, beta: 0, spectralNorm: false, augmentColor: 1 },
    { change: 4e-5, rounding: 2 ** -21 },
  ],
  [
    'rotation, self-modulated norm, all augmentation',
    {
      ...STILL,
      loss: 'non-saturating',
      alpha: 1,
      generatorNorm: 'self-modulated',
      spectralNorm: false,
      augmentColor: 1,
      augmentTranslation: 1,
    },
    { change: 4e-5, rounding: 2 ** -21 },
  ],
  [
    'residual blocks, spectral norm, batch norm',
    { ...STILL, architecture: 'resnet', loss: 'wasserstein', alpha: 0, beta: 0 },
    { change: 4e-6, rounding: 2 ** -24 },
  ],
]

/** On WebAssembly the first two alone: a case is some forty updates, and costs seconds. On one thread, since test files that run at once would wait for each other's. */
describe.each(['webgpu', 'wasm'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(device === 'webgpu' ? CASES : CASES.slice(0, 2))('%s', (_, config, { change, rounding }) => {
    let models: Models
    let vectors: Numbers
    beforeAll(async () => {
      models = createModels(config, 3)
      assign(models.generator.weights, await livelier(models.generator.weights))
      assign(models.discriminator.weights, await livelier(models.discriminator.weights))
      vectors = singularVectors(await valuesOf(models.discriminator.weights), models.discriminator.spectralU)
      return () => disposeModels(models)
    })

    const inputs = drawsAt(config, 0)
    const [inputD] = inputs.discriminator
    if (!inputD) throw new Error('a step has at least one update of D')
    const losses = {
      D: () => {
        assign(models.discriminator.spectralU, vectors) // u and v are constants to the gradient
        return updateD(models, config, 1, inputD)
      },
      G: () => updateG(models, config, 1, inputs),
    }

    test.each(['D', 'G'] as const)('the gradient of the loss of %s', async (network) => {
      const variables = network === 'D' ? models.discriminator.weights : models.generator.weights
      const moments = network === 'D' ? models.discriminator.adam.first : models.generator.adam.first
      const lossAt = async (weights: Numbers) => {
        assign(variables, weights)
        assign(models.discriminator.spectralU, vectors)
        return (await measured(losses[network]()))[`loss${network}`] as number
      }
      const weights = await valuesOf(variables)
      await lossAt(weights)
      const gradient = await valuesOf(moments)

      for (const [name, longest] of directions(weights, gradient)) {
        const direction = scaled(longest, Math.min(1, change / Math.abs(along(gradient, longest))))
        const ahead = await lossAt(moved(weights, direction, 1))
        const behind = await lossAt(moved(weights, direction, -1))
        const slope = (ahead - behind) / 2
        const wanted = along(gradient, direction)
        const tolerance = name.startsWith('one') ? TOLERANCE.one : TOLERANCE.many
        expect(Math.abs(slope - wanted), `${name}: ${slope}, not ${wanted}`).toBeLessThan(tolerance * Math.abs(wanted) + rounding)
      }
      assign(variables, weights)
    })
  })
})

/** The initial N(0, 0.02²) makes features float32 can hardly tell apart; these weights keep them at about 1 [He et al. 2015, §2.2]. */
async function livelier(variables: Variables): Promise<Numbers> {
  const stream = new RandomStream(5, 'initialWeights')
  const entries = Object.entries(variables).map(([name, { shape, size }]) => {
    const fanIn = shape.length > 1 ? size / (shape.at(-1) as number) : 0
    const transposed = name.startsWith('up') // [4, 4, out, in] with stride 2: four of the sixteen places meet in one pixel
    const deviation = fanIn === 0 ? 0.3 : Math.sqrt(2 / (transposed ? 4 * (shape.at(-1) as number) : fanIn))
    const centre = /scale(\/bias)?$/.test(name) ? 1 : 0
    return [name, stream.normals(size).map((value) => centre + deviation * value)] as const
  })
  return Object.fromEntries(entries)
}

function assign(variables: Variables, values: Numbers): void {
  for (const [name, variable] of Object.entries(variables)) {
    setValues(variable, values[name] as Float32Array)
  }
}

/** u of every matrix, iterated until it stands still: there σ does not change with u or v, to first order. */
function singularVectors(weights: Numbers, vectors: Variables): Numbers {
  const entries = Object.entries(vectors).map(([name, variable]) => {
    const matrix = weights[name] as Float32Array
    const rows = variable.size
    const columns = matrix.length / rows
    let u = new Float64Array(rows).map((_, i) => 1 + (i % 3))
    for (let k = 0; k < 500; k++) {
      const v = new Float64Array(columns)
      for (let i = 0; i < matrix.length; i++)
        v[i % columns] = (v[i % columns] as number) + (matrix[i] as number) * (u[Math.floor(i / columns)] as number)
      const next = new Float64Array(rows)
      for (let i = 0; i < matrix.length; i++) {
        const row = Math.floor(i / columns)
        next[row] = (next[row] as number) + (matrix[i] as number) * (v[i % columns] as number)
      }
      const length = Math.hypot(...next)
      u = next.map((x) => x / length)
    }
    return [name, Float32Array.from(u)] as const
  })
  return Object.fromEntries(entries)
}

/** Some of every kind, in both architectures. */
const LOOKED_AT = new RegExp(
  `^(${[
    'conv1/kernel|conv4/bias|conv6/kernel|linear/weight|up2/kernel|norm2/scale/weight',
    'block1/conv1/kernel|block2/conv2/kernel|block3/conv1/bias|block1/shortcut/kernel|block2/norm1/scale',
    'rotation/weight|image/kernel',
  ].join('|')})$`,
)

/**
 * Steps to try: through every weight at once and through single parameters, of random lengths but uphill in each weight, where
 * the difference stands out of float32's rounding; and the steepest single weight of each.
 */
function directions(weights: Numbers, gradient: Numbers): [string, Numbers][] {
  const stream = new RandomStream(0, 'sample')
  const reachOf = (values: Float32Array) => LONGEST * (Math.hypot(...values) / Math.sqrt(values.length))
  const uphill = Object.entries(weights).map(([name, values]) => {
    const slopes = gradient[name] as Float32Array
    return [name, values.map((_, i) => reachOf(values) * Math.abs(stream.normal()) * Math.sign(slopes[i] as number))] as const
  })
  const steepest = Object.entries(weights).map(([name, values]) => {
    const slopes = Array.from(gradient[name] as Float32Array, Math.abs)
    const top = slopes.indexOf(Math.max(...slopes))
    return [name, values.map((_, i) => (i === top ? reachOf(values) : 0))] as const
  })
  const alone = (kind: string, steps: readonly (readonly [string, Float32Array])[]) =>
    steps
      .filter(([name, step]) => LOOKED_AT.test(name) && step.some((x) => x !== 0))
      .map(([name, step]): [string, Numbers] => [`${kind} ${name}`, { [name]: step }])
  return [['everything', Object.fromEntries(uphill)], ...alone('all of', uphill), ...alone('one weight of', steepest)]
}

function scaled(direction: Numbers, factor: number): Numbers {
  return Object.fromEntries(Object.entries(direction).map(([name, values]) => [name, values.map((x) => factor * x)]))
}

function moved(weights: Numbers, direction: Numbers, sign: 1 | -1): Numbers {
  const entries = Object.entries(weights).map(([name, values]) => [name, values.map((x, i) => x + sign * (direction[name]?.[i] ?? 0))])
  return Object.fromEntries(entries)
}

function along(gradient: Numbers, direction: Numbers): number {
  let sum = 0
  for (const [name, step] of Object.entries(direction)) {
    for (const [i, x] of step.entries()) sum += x * (gradient[name]?.[i] as number)
  }
  return sum
}
