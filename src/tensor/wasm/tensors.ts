// Where tensors lie in WebAssembly's memory, and room beside them for what a kernel needs while it runs.
import type * as tf from '../tf.ts'
import type { WasmBackend } from './module.ts'

/** The address, in bytes, of a tensor's first number, or of the one at that place. */
export function addressOf(backend: WasmBackend, { dataId }: Pick<tf.TensorInfo, 'dataId'>, place = 0): number {
  return backend.getMemoryOffset(dataId) + place * Float32Array.BYTES_PER_ELEMENT
}

/** The numbers of a tensor where they lie; valid until something is allocated. */
export function valuesOf(backend: WasmBackend, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor as tf.Tensor) as Float32Array
}

/** Does `work` with that many bytes of memory, which are nobody's before and after. */
export function withScratch(backend: WasmBackend, bytes: number, work: (address: number) => void): void {
  const address = backend.wasm._malloc(bytes)
  try {
    work(address)
  } finally {
    backend.wasm._free(address)
  }
}
