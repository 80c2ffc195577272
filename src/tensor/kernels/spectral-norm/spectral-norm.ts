// Spectral normalisation of one weight, with its step of power iteration [Miyato et al. 2018, §2.1 and alg. 1], as one operation.
import * as tf from '../../tf.ts'
import { type Gradients, hasKernel, kernel, runKernel } from '../kernel.ts'
import { dispatch } from '../program.ts'
import {
  divideProgram,
  EPSILON,
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
  return twin(w, u, advance)
}

function twin<T extends tf.Tensor>(w: T, u: tf.Variable, advance: boolean): T {
  const normalise = tf.customGrad((...inputs: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [matrix, save] = [asMatrix(inputs[0] as tf.Tensor), inputs[1] as tf.GradSaveFunc] // [K, N]
    const v = unit(tf.matMul(u as unknown as tf.Tensor2D, matrix)) // [1, K][K, N] → [1, N]
    const next = unit(tf.matMul(v, matrix, false, true)) // [1, N][N, K] → [1, K]
    const sigma = tf.sum(tf.mul(tf.matMul(next, matrix), v))
    const normalised = tf.div(matrix, sigma)
    if (advance) u.assign(next)
    save([normalised, next, v, sigma])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [value, left, right, largest] = saved as [tf.Tensor, tf.Tensor2D, tf.Tensor2D, tf.Tensor]
      const gradient = asMatrix(dy)
      const along = tf.sum(tf.mul(gradient, value))
      const dw = tf.div(tf.sub(gradient, tf.mul(along, tf.matMul(left, right, true, false))), largest)
      return tf.reshape(dw, w.shape)
    }
    return { value: tf.reshape(normalised, w.shape), gradFunc }
  })
  return normalise(w) as T
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
