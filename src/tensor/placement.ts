// Contiguous allocation: several tensors in one buffer, so that one dispatch works on all of them, such as the weights of a network. Each
// is a tensor like any other; this file extends TensorFlow.js's backend by tensors that are views of a part of a buffer.
import { sizeOf } from './shape.ts'
import { type BufferRange, rangeOf, readRange, storageOf, streamOf } from './stream.ts'
import * as tf from './tf.ts'

/** A view begins at a multiple of as many floats: 256 bytes, the alignment of a binding's offset that every device supports. */
export const ALIGNMENT = 64
const FLOAT_BYTES = 4

/** Floats from the beginning of a view of `floats` floats to the next view. */
export function alignedLength(floats: number): number {
  return Math.ceil(floats / ALIGNMENT) * ALIGNMENT
}

/** Where views of these sizes begin, and as the last entry the length of all, in floats. */
export function offsetsOf(sizes: readonly number[]): number[] {
  const offsets = [0]
  for (const size of sizes) offsets.push((offsets.at(-1) as number) + alignedLength(size))
  return offsets
}

/** A float32 tensor for each of the shapes, contiguous in a new buffer. @param values of the whole buffer, laid out by `offsetsOf` */
export function allocateContiguous(
  backend: tf.WebGPUBackend,
  shapes: readonly (readonly number[])[],
  values?: Float32Array,
): tf.TensorInfo[] {
  const offsets = offsetsOf(shapes.map(sizeOf))
  const whole = backend.makeTensorInfo([offsets.at(-1) as number], 'float32', values)
  backend.uploadToGPU(whole.dataId)
  const { resource } = storageOf(backend, whole)
  const parts = shapes.map((shape, i) => {
    const part = backend.makeTensorInfo([...shape], 'float32')
    const place = { owner: whole.dataId, offset: (offsets[i] as number) * FLOAT_BYTES, size: sizeOf(shape) * FLOAT_BYTES }
    Object.assign(storageOf(backend, part), { resource, external: true, view: place }) // external: the view does not free it
    backend.incRef(whole.dataId)
    return part
  })
  backend.disposeData(whole.dataId) // from now on the views keep it
  return parts
}

/**
 * The range from the beginning of the first tensor to where another would begin after the last.
 * @param tensors of one buffer, in its order
 * @throws Error where they are not
 */
export function spanOf(backend: tf.WebGPUBackend, tensors: readonly tf.TensorInfo[]): BufferRange {
  const places = tensors.map((tensor) => rangeOf(backend, tensor))
  const [first, last] = [places[0] as BufferRange, places.at(-1) as BufferRange]
  const ordered = places.every(({ buffer, offset }, i) => buffer === first.buffer && offset >= (places[i - 1]?.offset ?? 0))
  const end = last.offset + alignedLength(last.size / FLOAT_BYTES) * FLOAT_BYTES
  if (!ordered || end > first.buffer.size) throw new Error('these tensors are not contiguous')
  return { buffer: first.buffer, offset: first.offset, size: end - first.offset }
}

/** How many floats after the beginning of the first tensor each begins. */
export function offsetsFromFirst(backend: tf.WebGPUBackend, tensors: readonly tf.TensorInfo[]): number[] {
  const offsets = tensors.map((tensor) => rangeOf(backend, tensor).offset / FLOAT_BYTES)
  return offsets.map((offset) => offset - (offsets[0] as number))
}

/** Whether the tensors are laid out as `allocateContiguous` does. */
export function areContiguous(backend: tf.WebGPUBackend, tensors: readonly tf.TensorInfo[]): boolean {
  const offsets = offsetsOf(tensors.map(({ shape }) => sizeOf(shape)))
  return offsetsFromFirst(backend, tensors).every((distance, i) => distance === offsets[i])
}

export interface InitialValues {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Variables by name; with our WebGPU kernels in a contiguous allocation, in the order given. */
export function contiguousVariables(initial: Readonly<Record<string, InitialValues>>): Record<string, tf.Variable> {
  const { backend } = tf.engine()
  const entries = Object.entries(initial)
  const place = (withViews: tf.WebGPUBackend): tf.Tensor[] => {
    const offsets = offsetsOf(entries.map(([, { values }]) => values.length))
    const all = new Float32Array(offsets.at(-1) as number)
    entries.forEach(([, { values }], i) => {
      all.set(values, offsets[i])
    })
    const shapes = entries.map(([, { shape }]) => shape)
    return allocateContiguous(withViews, shapes, all).map((part) => tf.engine().makeTensorFromTensorInfo(part))
  }
  const variables: [string, tf.Variable][] = []
  tf.tidy(() => {
    const tensors = supportsViews(backend) ? place(backend) : entries.map(([, { values, shape }]) => tf.tensor(values, [...shape]))
    entries.forEach(([name], i) => {
      variables.push([name, tf.variable(tensors[i] as tf.Tensor)])
    })
  })
  return Object.fromEntries(variables)
}

const withViews = new WeakSet<object>()

function supportsViews(backend: object): backend is tf.WebGPUBackend {
  return withViews.has(backend)
}

/** Extends a backend, before it has tensors, so that it binds, frees and reads views. */
export function enableBufferViews(backend: tf.WebGPUBackend): void {
  withViews.add(backend)
  const inner = backend as unknown as { tensorToBinding(tensor: tf.TensorInfo | null): GPUBindingResource | null }
  const tensorToBinding = inner.tensorToBinding.bind(backend)
  const disposeData = backend.disposeData.bind(backend)
  const read = backend.read.bind(backend)

  inner.tensorToBinding = (tensor) => (tensor && storageOf(backend, tensor).view ? rangeOf(backend, tensor) : tensorToBinding(tensor))

  backend.disposeData = (dataId, force) => {
    const part = backend.tensorMap.has(dataId) ? storageOf(backend, { dataId }).view : undefined
    const gone = disposeData(dataId, force)
    if (part && gone) {
      const { commandQueueOwnedIds } = streamOf(backend)
      if (commandQueueOwnedIds.has(dataId)) commandQueueOwnedIds.add(part.owner) // not to be freed before it is submitted
      disposeData(part.owner)
    }
    return gone
  }

  backend.read = async (dataId) => {
    const entry = storageOf(backend, { dataId })
    if (!entry.view || entry.values) return read(dataId)
    entry.values = await readRange(backend, rangeOf(backend, { dataId }))
    return entry.values
  }
}
