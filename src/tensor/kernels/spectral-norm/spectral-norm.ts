// Spectral normalisation of one weight, with its step of power iteration [Miyato et al. 2018, §2.1 and alg. 1], as one operation.
import * as tf from '../../tf.ts'
import { type Gradients, hasKernel, kernel, runKernel } from '../kernel.ts'
import { dispatch } from '../program.ts'
import {
  divideProgram,
  gradientProgram,
  gradientSumsProgram,
  leftProductProgram,
  type MatrixShape,
  rightProductProgram,
  runsOf,
  slicesOf,
} from './programs.ts'

const NAME = 'SpectralNormalise'
const GRADIENT = 'SpectralNormaliseGradient'
const EPSILON = 1e-12

interface Attributes {
  readonly advance: boolean
}

/**
 * W / σ, where σ = u W vᵀ is the largest singular value of W [everything, channels out] as one step of power iteration from u sees it.
 * The gradient flows through σ, not through u and v.
 * @param u [1, rows]; takes the new value where `advance` is set
 */
export function spectralNormalise<T extends tf.Tensor>(w: T, u: tf.Variable, advance: boolean): T {
  if (hasKernel(NAME)) return runKernel<[T, ...tf.Tensor[]]>(NAME, { w, u }, { advance } satisfies Attributes)[0]
  const { next, v } = powerIteration(constant(w), u)
  if (advance) u.assign(next)
  return normaliseTwin(w, next, v)
}

/** The same values, of which no gradient comes back. */
function constant(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((same) => ({ value: tf.clone(same as tf.Tensor), gradFunc: () => tf.zerosLike(x) }))(x)
}

/** One step of power iteration. */
function powerIteration(w: tf.Tensor, u: tf.Tensor): { next: tf.Tensor2D; v: tf.Tensor2D } {
  const matrix = asMatrix(w) // [K, N]
  const v = unit(tf.matMul(u as tf.Tensor2D, matrix)) // [1, K][K, N] → [1, N]
  return { next: unit(tf.matMul(v, matrix, false, true)), v } // [1, N][N, K] → [1, K]
}

function normaliseTwin<T extends tf.Tensor>(w: T, u: tf.Tensor2D, v: tf.Tensor2D): T {
  const sigma = tf.sum(tf.mul(tf.matMul(u, asMatrix(w)), v))
  return tf.div(w, sigma)
}

function unit(vector: tf.Tensor2D): tf.Tensor2D {
  return tf.div(vector, tf.maximum(tf.sqrt(tf.sum(tf.square(vector))), EPSILON))
}

function asMatrix(w: tf.Tensor): tf.Tensor2D {
  return tf.reshape(w, [-1, w.shape.at(-1) as number]) // [KH, KW, Cin, Cout] → [KH·KW·Cin, Cout]
}

type T = tf.TensorInfo

function matrixShape({ shape }: T): MatrixShape {
  return { rows: shape.slice(0, -1).reduce((product, side) => product * side, 1), columns: shape.at(-1) as number }
}

const forward = kernel(NAME, (backend, { w, u }: { readonly w: T; readonly u: T }, { advance }: Attributes) => {
  const shape = matrixShape(w)
  const make = (...sides: number[]) => backend.makeTensorInfo(sides, 'float32')
  const [partial, product] = [make(slicesOf(shape), shape.columns), make(shape.rows)]
  const [normalised, next, v, sigma] = [make(...w.shape), make(1, shape.rows), make(1, shape.columns), make(1)]
  dispatch(backend, leftProductProgram(shape), [w, u, partial])
  dispatch(backend, rightProductProgram(shape), [w, partial, v, product])
  dispatch(backend, divideProgram(shape, advance), [w, product, normalised, next, sigma, ...(advance ? [u] : [])])
  for (const { dataId } of [partial, product]) backend.disposeData(dataId)
  return [normalised, next, v, sigma]
})

type GradientInputs = Record<'gradient' | 'normalised' | 'u' | 'v' | 'sigma', T>

const gradient = kernel(GRADIENT, (backend, { gradient, normalised, u, v, sigma }: GradientInputs) => {
  const shape = matrixShape(normalised)
  const partial = backend.makeTensorInfo([runsOf(shape)], 'float32')
  const dw = backend.makeTensorInfo(normalised.shape, 'float32')
  dispatch(backend, gradientSumsProgram(shape), [gradient, normalised, partial])
  dispatch(backend, gradientProgram(shape), [gradient, partial, u, v, sigma, dw])
  backend.disposeData(partial.dataId)
  return dw
})

tf.registerGradient({
  kernelName: NAME,
  inputsToSave: [],
  outputsToSave: [true, true, true, true],
  gradFunc: (dys, saved): Gradients => {
    const [dNormalised] = dys as [tf.Tensor] // u, v and σ are constants
    const [normalised, u, v, sigma] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
    return { w: () => runKernel(GRADIENT, { gradient: dNormalised, normalised, u, v, sigma }) }
  },
})

export const SPECTRAL_NORM_KERNELS = [forward, gradient]
