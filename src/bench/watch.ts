// Observes the kernel calls of TensorFlow.js.
import * as tf from '../tensor/tf.ts'

/** What TensorFlow.js passes to a kernel. */
export type Given = Parameters<tf.KernelConfig['kernelFunc']>[0]

/** Runs `work` and calls back for every call of the named kernels on that backend, with its output. */
export function watchKernels(
  backendName: string,
  names: readonly string[],
  onCall: (name: string, given: Given, output: tf.TensorInfo | tf.TensorInfo[]) => void,
  work: () => void,
): void {
  const originals = names.map((name) => tf.getKernel(name, backendName))
  for (const original of originals) {
    tf.unregisterKernel(original.kernelName, backendName)
    tf.registerKernel({
      ...original,
      kernelFunc: (given) => {
        const output = original.kernelFunc(given)
        onCall(original.kernelName, given, output)
        return output
      },
    })
  }
  try {
    work()
  } finally {
    for (const original of originals) {
      tf.unregisterKernel(original.kernelName, backendName)
      tf.registerKernel(original)
    }
  }
}
