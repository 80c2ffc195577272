// How a kernel of ours becomes an operation of TensorFlow.js: registered under a name, with its gradient on the tape. A backend
// without it (WebGL, the processor, TensorFlow.js's own WebGPU) computes the kernel's twin instead.
import * as tf from '../tf.ts'
import type { WasmBackend } from '../wasm/module.ts'

export type Inputs = Readonly<Record<string, tf.TensorInfo>>

/** A list of tensors as inputs, which are known by name: `weight0`, `weight1`, … */
export function numberedInputs(name: string, tensors: readonly tf.TensorInfo[]): Inputs {
  return Object.fromEntries(tensors.map((tensor, i) => [`${name}${i}`, tensor]))
}

/** The list again. */
export function inputList(inputs: Inputs, name: string): tf.TensorInfo[] {
  const list: tf.TensorInfo[] = []
  for (let next = inputs[`${name}0`]; next; next = inputs[`${name}${list.length}`]) list.push(next)
  return list
}

/** Plain data; part of what a compiled program depends on. */
export type Attributes = object

/** A kernel on one kind of backend. */
type KernelFunction<Backend, I = Inputs, A = Attributes> = (backend: Backend, inputs: I, attributes: A) => tf.TensorInfo | tf.TensorInfo[]

/** On a backend without a way, TensorFlow.js's own operations serve. */
export interface Kernel {
  readonly name: string
  readonly webgpu?: KernelFunction<tf.WebGPUBackend>
  readonly wasm?: KernelFunction<WasmBackend>
  /** What ours can do of a kernel of TensorFlow.js; its own does the rest. Everything, unless said. */
  readonly supports?: (attributes: Attributes) => boolean
}

/** Types a kernel by its inputs and attributes; TensorFlow.js hands both over as plain records. */
export function kernel<I extends Inputs, A extends Attributes>(
  name: string,
  webgpu: KernelFunction<tf.WebGPUBackend, I, A>,
  wasm?: KernelFunction<WasmBackend, I, A>,
  supports?: (attributes: A) => boolean,
): Kernel {
  return { name, webgpu, wasm, supports: supports } as Kernel
}

/** Makes a backend of ours: TensorFlow.js's kernels, and ours in the place of those of the same name. */
export function registerKernels(kernels: readonly Kernel[], kind: 'webgpu' | 'wasm', backendName: string): void {
  tf.copyRegisteredKernels(kind, backendName)
  for (const { name, [kind]: way, supports } of kernels) {
    if (!way) continue
    const theirs = tf.getKernel(name, backendName)
    if (theirs) tf.unregisterKernel(name, backendName)
    tf.registerKernel({
      kernelName: name,
      backendName,
      ...(theirs && supports && theirs.setupFunc && { setupFunc: theirs.setupFunc }), // theirs is called still
      kernelFunc: (call) => {
        const attributes = call.attrs ?? {}
        if (theirs && supports && !supports(attributes)) return theirs.kernelFunc(call)
        return (way as KernelFunction<unknown>)(call.backend, call.inputs as Inputs, attributes)
      },
    })
  }
}

/** Whether the current backend has that kernel. */
export function hasKernel(name: string): boolean {
  return Boolean(tf.getKernel(name, tf.getBackend()))
}

/** Runs a kernel of the current backend; on the tape, if there is one. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(name: string, inputs: Inputs, attributes: Attributes = {}): T {
  return tf.engine().runKernel(name, inputs as Record<string, tf.Tensor>, attributes as tf.NamedAttrMap) as T
}

/** Gradients by the names of the inputs; each is computed only where it is wanted. */
export type Gradients = Record<string, () => tf.Tensor>
