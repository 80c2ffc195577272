// The former way to define an operation; in use until gan-loss and augment have moved out of this layer.
import type * as tf from '../tf.ts'
import type { WasmBackend } from '../wasm/module.ts'
import { type Attributes, type Inputs, replaceKernel } from './op.ts'

export { hasKernel, inputList, numberedInputs, runKernel } from './op.ts'
export type { Inputs }

type Function<Backend, I, A> = (backend: Backend, inputs: I, attributes: A) => tf.TensorInfo | tf.TensorInfo[]

export function kernel<I extends Inputs, A extends Attributes>(
  name: string,
  webgpu: Function<tf.WebGPUBackend, I, A>,
  wasm?: Function<WasmBackend, I, A>,
) {
  return { name, webgpu, wasm } as { name: string }
}

export function registerOps(kernels: readonly { name: string }[]): void {
  for (const one of kernels) replaceKernel(one)
}

export type Gradients = Record<string, () => tf.Tensor>
