// Addresses of tensors in WebAssembly's memory, and scratch memory for kernels.
import type * as tf from '../tf.ts'
import type { WasmBackend } from './module.ts'

/** The address in bytes of an entry of a tensor. */
export function addressOf(backend: WasmBackend, { dataId }: Pick<tf.TensorInfo, 'dataId'>, place = 0): number {
  return backend.getMemoryOffset(dataId) + place * Float32Array.BYTES_PER_ELEMENT
}

/** A view of the values of a tensor; valid until something is allocated. */
export function valuesOf(backend: WasmBackend, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor as tf.Tensor) as Float32Array
}

/** Does `work` with that many bytes of scratch memory. */
export function withScratch(backend: WasmBackend, bytes: number, work: (address: number) => void): void {
  const address = backend.wasm._malloc(bytes)
  try {
    work(address)
  } finally {
    backend.wasm._free(address)
  }
}
