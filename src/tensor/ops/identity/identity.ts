// A tensor under another name. TensorFlow.js's WebAssembly backend copies its values, two hundred times a step.
import type * as tf from '../../tf.ts'
import type { Kernel } from '../kernel.ts'

const identity: Kernel = {
  name: 'Identity',
  wasm: (backend, inputs) => {
    const { x } = inputs as { x: tf.TensorInfo }
    backend.incRef(x.dataId)
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
  },
}

export const IDENTITY_KERNELS = [identity]
