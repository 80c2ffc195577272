// Adam, in place, one dispatch a tensor, with the moving average of the weights in the same pass where one is kept. What may change
// from step to step comes in a tensor, so a recorded step need not be recorded again.
import * as tf from '../../tf.ts'
import { hasKernel, kernel, runKernel } from '../kernel.ts'
import { dispatch, MAIN, type Program, workgroupsFor, written } from '../program.ts'
import { vectorType, vectorWidth } from '../tile.ts'

const NAME = 'AdamStep'
const EPSILON = 1e-8

/** What Adam reads from the tensor of numbers, from place `adam` on: its learning rate and corrections come ready-made. */
export interface AdamPlaces {
  /** lr / (1 - β₁ᵏ), 1 / √(1 - β₂ᵏ), β₁, β₂ at update k. */
  readonly adam: number
  /** The place of the average's decay. */
  readonly decay: number
}

/** One weight with its two moments; `average` follows the new weight. */
export interface AdamState {
  readonly weight: tf.Variable
  readonly first: tf.Variable
  readonly second: tf.Variable
  readonly average: tf.Variable | null
}

/** w ← w - lr · m̂ / (√v̂ + ε) [Kingma and Ba 2015, alg. 1]; average ← decay · average + (1 - decay) · w */
export function adamStep(
  { weight, first, second, average }: AdamState,
  gradient: tf.Tensor,
  numbers: tf.Tensor1D,
  places: AdamPlaces,
): void {
  if (hasKernel(NAME)) {
    const state = average ? { weight, first, second, average } : { weight, first, second }
    runKernel<tf.Tensor[]>(NAME, { ...state, gradient, numbers }, places)
    return
  }
  tf.tidy(() => {
    const number = (at: number) => tf.slice(numbers, [at], [1])
    const [stepLength, correction, beta1, beta2] = [0, 1, 2, 3].map((i) => number(places.adam + i)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ]
    first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, tf.sub(1, beta1))))
    second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), tf.sub(1, beta2))))
    const root = tf.add(tf.mul(tf.sqrt(second), correction), EPSILON)
    weight.assign(tf.sub(weight, tf.div(tf.mul(first, stepLength), root)))
    if (!average) return
    const decay = number(places.decay)
    average.assign(tf.add(tf.mul(average, decay), tf.mul(weight, tf.sub(1, decay))))
  })
}

type Inputs = Record<'weight' | 'first' | 'second' | 'gradient' | 'numbers', tf.TensorInfo> & { readonly average?: tf.TensorInfo }

const step = kernel(NAME, (backend, { weight, first, second, average, gradient, numbers }: Inputs, places: AdamPlaces) => {
  const state = average ? [weight, first, second, average] : [weight, first, second]
  for (const { dataId } of state) {
    if (backend.refCount(dataId) > 1) throw new Error('Adam would change a tensor that shares its values with another')
  }
  const size = weight.shape.reduce((product, side) => product * side, 1)
  const width = vectorWidth(size)
  dispatch(backend, { ...program(width, places, average !== undefined), workgroups: workgroupsFor(size / width) }, [
    gradient,
    numbers,
    ...state,
  ])
  return []
})

/** Binds gradient, numbers, weight, first, second and, if one is kept, average. The same program serves tensors of every size. */
const program = written((width: 1 | 4, { adam, decay }: AdamPlaces, averaged: boolean): Omit<Program, 'workgroups'> => {
  const type = vectorType(width)
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> gradients: array<${type}>;
@group(0) @binding(1) var<storage, read> numbers: array<f32>;
@group(0) @binding(2) var<storage, read_write> weights: array<${type}>;
@group(0) @binding(3) var<storage, read_write> firsts: array<${type}>;
@group(0) @binding(4) var<storage, read_write> seconds: array<${type}>;
${averaged ? `@group(0) @binding(5) var<storage, read_write> averages: array<${type}>;` : ''}
${MAIN}
  if (index >= i32(arrayLength(&weights))) { return; }
  let beta1 = numbers[${adam + 2}];
  let beta2 = numbers[${adam + 3}];
  let gradient = gradients[index];
  let first = beta1 * firsts[index] + (1.0 - beta1) * gradient;
  let second = beta2 * seconds[index] + (1.0 - beta2) * gradient * gradient;
  let weight = weights[index] - first * numbers[${adam}] / (sqrt(second) * numbers[${adam + 1}] + ${EPSILON});
  firsts[index] = first;
  seconds[index] = second;
  weights[index] = weight;
  ${averaged ? `averages[index] = numbers[${decay}] * averages[index] + (1.0 - numbers[${decay}]) * weight;` : ''}
}`
  return { label: 'adam', wgsl }
})

export const ADAM_KERNELS = [step]
