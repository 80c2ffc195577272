// Spectral normalisation of all the weights of a network, with their step of power iteration [Miyato et al. 2018, §2.1 and alg. 1], as
// one operation.
import { allocateContiguous, areContiguous, offsetsFromFirst } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { bufferWidths, chunksOf, maxInputBuffers } from '../multi-buffer.ts'
import { defineOp, inputList, isDifferentiated, numberedInputs } from '../op.ts'
import { dispatch } from '../program.ts'
import { composedGradient, composedNormalise, normalisedBy } from './composed.ts'
import {
  divideProgram,
  gatherProgram,
  gradientProgram,
  leftProductProgram,
  lengthsOf,
  type Matrices,
  rightProductProgram,
} from './programs.ts'
import { gradientOnWasm, normaliseOnWasm } from './wasm.ts'

interface Attributes {
  readonly advance: boolean
}

/**
 * W / σ of each weight, where σ = u W vᵀ is the largest singular value of W [everything, channels out] as one step of power iteration
 * from u sees it. The gradient flows through σ, not through u and v.
 * @param weights of one allocation, in its order; others may be in between
 * @param vectors u [1, rows] of each, allocated contiguously; they take the new values where `advance` is set
 */
export function spectralNormalise(weights: readonly tf.Tensor[], vectors: readonly tf.Variable[], advance: boolean): tf.Tensor[] {
  if (weights.length > MAX_WEIGHTS) throw new Error(`spectral normalisation takes at most ${MAX_WEIGHTS} weights at once`)
  const inputs = { ...numberedInputs('w', weights), ...numberedInputs<tf.Tensor>('u', vectors) }
  return normaliseOp(inputs, { advance }).slice(FIRST_NORMALISED)
}

/** Outputs before the normalised weights: u, v and σ of all. */
const FIRST_NORMALISED = 3
/** TensorFlow.js wants to know beforehand how many outputs there are to keep for the gradient. */
const MAX_WEIGHTS = 64

/** [u, v, σ, W / σ of each]; u and v of all weights stand one after another as vectorOffsets says. */
const normaliseOp = defineOp<string, Attributes, tf.Tensor[]>({
  name: 'SpectralNormalise',
  webgpu(backend, inputs, { advance }) {
    const [weights, vectors] = [inputList(inputs, 'w'), inputList(inputs, 'u')]
    const matrices = matricesOf(backend, weights)
    if (!areContiguous(backend, vectors)) throw new Error('spectral normalisation needs its vectors in a contiguous allocation')
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
  wasm: normaliseOnWasm,
  fallback(inputs, { advance }) {
    return composedNormalise(inputList(inputs, 'w'), inputList(inputs, 'u') as tf.Variable[], advance)
  },
  gradient: {
    keptInputs: 'all',
    keptOutputs: Array.from({ length: FIRST_NORMALISED + MAX_WEIGHTS }, () => true),
    of(dys, kept) {
      const gradients = dys.slice(FIRST_NORMALISED) // u, v and σ are constants
      const weights = kept.slice(0, gradients.length)
      const outputs = kept.slice(2 * gradients.length) // after the weights and their vectors
      const [u, v] = outputs as [tf.Tensor1D, tf.Tensor1D]
      const [sigma, ...normalised] = isDifferentiated() ? normalisedBy(weights, u, v) : outputs.slice(2)
      const inputs = { ...numberedInputs('normalised', normalised), ...numberedInputs('gradient', gradients), u, v }
      const dws = gradientOp({ ...inputs, sigma: sigma as tf.Tensor }, {})
      return Object.fromEntries(dws.map((dw, i) => [`w${i}`, () => tf.clone(dw)]))
    },
  },
})

/** dW of each weight, from the gradient of W / σ. */
const gradientOp = defineOp<string, object, tf.Tensor[]>({
  name: 'SpectralNormaliseGradient',
  webgpu(backend, inputs) {
    const { u, v, sigma } = inputs as Record<'u' | 'v' | 'sigma', tf.TensorInfo>
    const [normalised, gradients] = [inputList(inputs, 'normalised'), inputList(inputs, 'gradient')]
    const matrices = matricesOf(backend, normalised)
    const partial = backend.makeTensorInfo([lengthsOf(matrices).runs], 'float32')
    const shapes = normalised.map(({ shape }) => shape)
    const dws = allocateContiguous(backend, shapes)
    let from = 0
    for (const chunk of chunksOf(gradients, maxInputBuffers(backend.device, 3))) {
      const end = from + chunk.length
      const program = gatherProgram(matrices, from, bufferWidths(chunk))
      dispatch(backend, program, [normalised.slice(from, end), dws.slice(from, end), partial, ...chunk])
      from = end
    }
    dispatch(backend, gradientProgram(matrices), [partial, u, v, sigma, dws])
    backend.disposeData(partial.dataId)
    return dws
  },
  wasm: gradientOnWasm,
  fallback(inputs) {
    const { u, v, sigma } = inputs as Record<'u' | 'v' | 'sigma', tf.Tensor1D>
    return composedGradient(inputList(inputs, 'normalised'), inputList(inputs, 'gradient'), u, v, sigma)
  },
  gradient: 'composed',
})

function matricesOf(backend: tf.WebGPUBackend, weights: readonly tf.TensorInfo[]): Matrices {
  const shapes = weights.map(({ shape }) => ({ rows: sizeOf(shape.slice(0, -1)), columns: shape.at(-1) as number }))
  return { shapes, weights: offsetsFromFirst(backend, weights) }
}
