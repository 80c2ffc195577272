// One way to define an operation: its kernels on WebGPU and WebAssembly, what other backends compute instead, and its gradient. Defining
// an operation registers it, with backends that are open already too, so layers above this one define theirs in the same way.
import * as tf from '../tf.ts'
import type { WasmBackend } from '../wasm/module.ts'

/** Tensors by name, as kernels and as callers see them. */
export type Inputs<N extends string = string> = Readonly<Record<N, tf.TensorInfo>>
export type Tensors<N extends string = string> = Readonly<Record<N, tf.Tensor>>

/** Plain data; part of what a compiled program depends on. */
export type Attributes = object

/** An operation on one kind of backend. */
type Kernel<Backend, N extends string, A> = (backend: Backend, inputs: Inputs<N>, attributes: A) => tf.TensorInfo | tf.TensorInfo[]

/** Kernels under one name, ours or TensorFlow.js's. */
interface Kernels<N extends string = string, A extends Attributes = Attributes> {
  readonly name: string
  readonly webgpu?: Kernel<tf.WebGPUBackend, N, A>
  readonly wasm?: Kernel<WasmBackend, N, A>
}

interface OpDefinition<N extends string, A extends Attributes, R extends tf.Tensor | tf.Tensor[]> extends Kernels<N, A> {
  /** The same from TensorFlow.js's own operations, for backends without a kernel. */
  readonly fallback: (inputs: Tensors<N>, attributes: A) => R
  /**
   * `none`: it is never differentiated. `composed`: where the result is going to be differentiated the fallback is computed, whose
   * operations have gradients; for what seldom is.
   */
  readonly gradient: Gradient<N, A> | 'composed' | 'none'
}

/** Made of operations that have gradients themselves, so that it can be differentiated again. */
export interface Gradient<N extends string, A extends Attributes> {
  /** Inputs and outputs that are kept for `of`. A second gradient takes kept outputs for constants: see isDifferentiated. */
  readonly keptInputs: readonly N[] | 'all'
  readonly keptOutputs?: readonly boolean[]
  /**
   * @param dys of each output
   * @param kept the inputs, then the outputs
   * @returns the gradient of each input that has one; each is computed only where it is wanted
   */
  of(dys: tf.Tensor[], kept: tf.Tensor[], attributes: A): { readonly [name in N]?: () => tf.Tensor }
}

/** Runs an operation on the current backend; on the tape, if there is one. */
export type Op<N extends string, A extends Attributes, R extends tf.Tensor | tf.Tensor[]> = (inputs: Tensors<N>, attributes: A) => R

/** Registers an operation. Returns the function that runs it. */
export function defineOp<N extends string, A extends Attributes, R extends tf.Tensor | tf.Tensor[]>(
  definition: OpDefinition<N, A, R>,
): Op<N, A, R> {
  const { name, fallback, gradient } = definition
  register(definition as unknown as Kernels)
  if (typeof gradient === 'object') registerGradient(name, gradient)
  const keepsAll = typeof gradient === 'object' && gradient.keptInputs === 'all'
  return (inputs, attributes) => {
    if (!hasKernel(name) || (gradient === 'composed' && isDifferentiated())) return fallback(inputs, attributes)
    return runKernel<R>(name, keepsAll ? Object.assign([], inputs) : inputs, attributes) // it keeps all inputs of an array only
  }
}

/**
 * Whether what is computed now is going to be differentiated; within a gradient: whether a second gradient is going to be taken. A
 * gradient that depends on its inputs through kept outputs must then compute these again, since TensorFlow.js's tape does not connect
 * what is kept of outputs with the inputs.
 */
export function isDifferentiated(): boolean {
  return tf.engine().state.gradientDepth > 0
}

function registerGradient<N extends string, A extends Attributes>(name: string, { keptInputs, keptOutputs, of }: Gradient<N, A>): void {
  tf.registerGradient({
    kernelName: name,
    ...(keptInputs === 'all' ? { saveAllInputs: true } : { inputsToSave: [...keptInputs] }),
    outputsToSave: [...(keptOutputs ?? [])],
    gradFunc: (dys, kept, attributes) => of([dys].flat(), kept, attributes as unknown as A) as Record<string, () => tf.Tensor>,
  })
}

/**
 * Replaces kernels of TensorFlow.js by ours of the same name.
 * @param supports what ours can do; theirs does the rest. Everything, unless given
 */
export function replaceKernel<N extends string, A extends Attributes>(kernels: Kernels<N, A>, supports?: (attributes: A) => boolean): void {
  register({ ...kernels, supports } as unknown as Replacement)
}

interface Replacement extends Kernels {
  readonly supports?: (attributes: Attributes) => boolean
}

const registered: Replacement[] = []
const open: { readonly kind: 'webgpu' | 'wasm'; readonly backendName: string }[] = []

function register(kernels: Replacement): void {
  registered.push(kernels)
  for (const { kind, backendName } of open) install(kernels, kind, backendName)
}

/** Registers the kernels of a backend of ours: TensorFlow.js's, with those replaced that we have too. */
export function registerBackendKernels(kind: 'webgpu' | 'wasm', backendName: string): void {
  tf.copyRegisteredKernels(kind, backendName)
  for (const kernels of registered) install(kernels, kind, backendName)
  open.push({ kind, backendName })
}

function install(replacement: Replacement, kind: 'webgpu' | 'wasm', backendName: string): void {
  const { name, [kind]: kernel, supports } = replacement
  if (!kernel) return
  const theirs = tf.getKernel(name, backendName)
  if (theirs) tf.unregisterKernel(name, backendName)
  tf.registerKernel({
    kernelName: name,
    backendName,
    ...(theirs && supports && theirs.setupFunc && { setupFunc: theirs.setupFunc }), // theirs may still be called
    kernelFunc: (call) => {
      const attributes = call.attrs ?? {}
      if (theirs && supports && !supports(attributes)) return theirs.kernelFunc(call)
      return (kernel as Kernel<unknown, string, Attributes>)(call.backend, call.inputs as Inputs, attributes)
    },
  })
}

/** Whether the current backend has that kernel. */
function hasKernel(name: string): boolean {
  return Boolean(tf.getKernel(name, tf.getBackend()))
}

/** Runs a kernel of the current backend; on the tape, if there is one. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(name: string, inputs: Inputs, attributes: Attributes = {}): T {
  return tf.engine().runKernel(name, inputs as Record<string, tf.Tensor>, attributes as tf.NamedAttrMap) as T
}

/** A list of tensors as inputs, which are known by name: `weight0`, `weight1`, … */
export function numberedInputs<T extends tf.TensorInfo>(name: string, tensors: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(tensors.map((tensor, i) => [`${name}${i}`, tensor]))
}

/** The list again. */
export function inputList<T extends tf.TensorInfo>(inputs: Readonly<Record<string, T>>, name: string): T[] {
  const list: T[] = []
  for (let next = inputs[`${name}0`]; next; next = inputs[`${name}${list.length}`]) list.push(next)
  return list
}
