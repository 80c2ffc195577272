// Spectral normalisation of all the weights of a network, with their step of power iteration [Miyato et al. 2018, §2.1 and alg. 1], as
// one operation.
import { allocateContiguous, areContiguous, offsetsFromFirst } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { type Gradients, hasKernel, type Inputs, inputList, kernel, numberedInputs, runKernel } from '../kernel.ts'
import { bufferWidths, chunksOf, maxInputBuffers } from '../multi-buffer.ts'
import { dispatch } from '../program.ts'
import {
  divideProgram,
  EPSILON,
  gatherProgram,
  gradientProgram,
  leftProductProgram,
  lengthsOf,
  type Matrices,
  rightProductProgram,
} from './programs.ts'
import { gradientOnWasm, normaliseOnWasm } from './wasm.ts'

const NAME = 'SpectralNormalise'
const GRADIENT = 'SpectralNormaliseGradient'

interface Attributes {
  readonly advance: boolean
}

/**
 * W / σ of each weight, where σ = u W vᵀ is the largest singular value of W [everything, channels out] as one step of power iteration
 * from u sees it. The gradient flows through σ, not through u and v.
 * @param weights placed side by side, others may lie in between
 * @param vectors u [1, rows] of each, placed side by side; they take the new values where `advance` is set
 */
export function spectralNormalise(weights: readonly tf.Tensor[], vectors: readonly tf.Variable[], advance: boolean): tf.Tensor[] {
  if (!hasKernel(NAME)) return weights.map((w, i) => reference(w, vectors[i] as tf.Variable, advance))
  if (weights.length > MAX_WEIGHTS) throw new Error(`spectral normalisation takes at most ${MAX_WEIGHTS} weights at once`)
  const inputs = { ...numberedInputs('w', weights), ...numberedInputs('u', vectors) }
  return runKernel<tf.Tensor[]>(NAME, inputs, { advance } satisfies Attributes).slice(FIRST_NORMALISED)
}

function reference(w: tf.Tensor, u: tf.Variable, advance: boolean): tf.Tensor {
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
  return normalise(w)
}

function unit(vector: tf.Tensor2D): tf.Tensor2D {
  return tf.div(vector, tf.maximum(tf.sqrt(tf.sum(tf.square(vector))), EPSILON))
}

function asMatrix(w: tf.Tensor): tf.Tensor2D {
  return tf.reshape(w, [-1, w.shape.at(-1) as number]) // [KH, KW, Cin, Cout] → [KH·KW·Cin, Cout]
}

type T = tf.TensorInfo

/** Outputs of the kernel before the normalised weights: u, v and σ of all. */
const FIRST_NORMALISED = 3
/** TensorFlow.js wants to know beforehand how many outputs there are to save for the gradient. */
const MAX_WEIGHTS = 64

function matricesOf(backend: tf.WebGPUBackend, weights: readonly T[]): Matrices {
  const shapes = weights.map(({ shape }) => ({ rows: sizeOf(shape.slice(0, -1)), columns: shape.at(-1) as number }))
  return { shapes, weights: offsetsFromFirst(backend, weights) }
}

const forward = kernel(
  NAME,
  (backend, inputs: Inputs, { advance }: Attributes) => {
    const [weights, vectors] = [inputList(inputs, 'w'), inputList(inputs, 'u')]
    const matrices = matricesOf(backend, weights)
    if (!areContiguous(backend, vectors)) throw new Error('spectral normalisation needs its vectors side by side')
    const lengths = lengthsOf(matrices)
    const make = (length: number) => backend.makeTensorInfo([length], 'float32')
    const [partial, product] = [make(lengths.partial), make(lengths.u)]
    const [u, v, sigma] = [make(lengths.u), make(lengths.v), make(weights.length)]
    const shapes = weights.map(({ shape }) => shape)
    const normalised = allocateContiguous(backend, shapes)
    dispatch(backend, leftProductProgram(matrices), [weights, vectors, partial])
    dispatch(backend, rightProductProgram(matrices), [weights, partial, v, product])
    dispatch(backend, divideProgram(matrices, advance), [weights, product, normalised, u, sigma, ...(advance ? [vectors] : [])])
    for (const { dataId } of [partial, product]) backend.disposeData(dataId)
    return [u, v, sigma, ...normalised]
  },
  normaliseOnWasm,
)

const gradient = kernel(
  GRADIENT,
  (backend, { u, v, sigma, ...inputs }: Inputs & Record<'u' | 'v' | 'sigma', T>) => {
    const [normalised, gradients] = [inputList(inputs, 'normalised'), inputList(inputs, 'gradient')]
    const matrices = matricesOf(backend, normalised)
    const partial = backend.makeTensorInfo([lengthsOf(matrices).runs], 'float32')
    const shapes = normalised.map(({ shape }) => shape)
    const dws = allocateContiguous(backend, shapes)
    let from = 0
    for (const pieces of chunksOf(gradients, maxInputBuffers(backend.device, 3))) {
      const end = from + pieces.length
      const program = gatherProgram(matrices, from, bufferWidths(pieces))
      dispatch(backend, program, [normalised.slice(from, end), dws.slice(from, end), partial, ...pieces])
      from = end
    }
    dispatch(backend, gradientProgram(matrices), [partial, u, v, sigma, dws])
    backend.disposeData(partial.dataId)
    return dws
  },
  gradientOnWasm,
)

tf.registerGradient({
  kernelName: NAME,
  inputsToSave: [],
  outputsToSave: Array.from({ length: FIRST_NORMALISED + MAX_WEIGHTS }, () => true),
  gradFunc: (dys, saved): Gradients => {
    const gradients = (dys as tf.Tensor[]).slice(FIRST_NORMALISED) // u, v and σ are constants
    const [u, v, sigma, ...normalised] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]]
    const dws = runKernel<tf.Tensor[]>(GRADIENT, {
      ...numberedInputs('normalised', normalised),
      ...numberedInputs('gradient', gradients),
      u,
      v,
      sigma,
    })
    return Object.fromEntries(dws.map((dw, i) => [`w${i}`, () => tf.clone(dw)]))
  },
})

export const SPECTRAL_NORM_KERNELS = [forward, gradient]
