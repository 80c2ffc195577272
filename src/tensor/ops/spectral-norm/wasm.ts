// Spectral normalisation on WebAssembly, one weight matrix after another: ../../assembly/spectral-norm.ts computes each. u, v and σ of all matrices are in three tensors.
import type * as tf from '../../tf.ts'
import type { WasmBackend } from '../../wasm/module.ts'
import { addressOf, valuesOf } from '../../wasm/tensors.ts'
import { type Inputs, inputList } from '../op.ts'
import { matrixShape, type PlacedMatrix, placedMatrices } from './matrices.ts'

type T = tf.TensorInfo

export function normaliseOnWasm(backend: WasmBackend, inputs: Inputs, { advance }: { readonly advance: boolean }): T[] {
  const [weights, vectors] = [inputList(inputs, 'w'), inputList(inputs, 'u')]
  const matrices = placedMatrices(weights.map(matrixShape))
  const last = matrices.at(-1) as PlacedMatrix
  const make = (length: number) => backend.makeOutput([length], 'float32')
  const [u, v, sigma] = [make(last.uAt + last.rows), make(last.vAt + last.columns), make(weights.length)]
  const normalised = matrices.map(({ rows, columns, uAt, vAt }, i) => {
    const [w, vector] = [weights[i] as T, vectors[i] as T]
    const result = backend.makeOutput(w.shape, 'float32')
    const found = [addressOf(backend, u, uAt), addressOf(backend, v, vAt), addressOf(backend, sigma, i)]
    const numbers = [addressOf(backend, w), addressOf(backend, vector), ...found, addressOf(backend, result), rows, columns]
    backend.threadPool.run('spectralNormalise', numbers, 1, 1, 0)
    if (advance) valuesOf(backend, vector).set(valuesOf(backend, u).subarray(uAt, uAt + rows))
    return result
  })
  return [u, v, sigma, ...normalised]
}

export function gradientOnWasm(backend: WasmBackend, inputs: Inputs): T[] {
  const { u, v, sigma } = inputs as Record<'u' | 'v' | 'sigma', T>
  const [normalised, gradients] = [inputList(inputs, 'normalised'), inputList(inputs, 'gradient')]
  return placedMatrices(normalised.map(matrixShape)).map(({ rows, columns, uAt, vAt }, i) => {
    const [w, dy] = [normalised[i] as T, gradients[i] as T]
    const dw = backend.makeOutput(w.shape, 'float32')
    const found = [addressOf(backend, u, uAt), addressOf(backend, v, vAt), addressOf(backend, sigma, i)]
    const numbers = [addressOf(backend, w), addressOf(backend, dy), ...found, addressOf(backend, dw), rows, columns]
    backend.threadPool.run('spectralGradient', numbers, 1, 1, 0)
    return dw
  })
}
