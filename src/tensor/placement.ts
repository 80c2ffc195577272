// Tensors side by side in one buffer, so that one dispatch works on all of them: the weights of a network, and what a kernel makes of
// them. Each is a tensor like any other; TensorFlow.js's backend is taught here that a tensor may be part of a buffer.
import { sizeOf } from './shape.ts'
import { type Place, placeOf, type Stored, stored, streamOf } from './stream.ts'
import * as tf from './tf.ts'

/** A part begins at a multiple of as many floats: 256 bytes, what WebGPU asks of a binding's offset on every device. */
export const ALIGNMENT = 64
const FLOAT_BYTES = 4

/** Floats from the beginning of a part of that many to where the next one begins. */
export function padded(floats: number): number {
  return Math.ceil(floats / ALIGNMENT) * ALIGNMENT
}

/** Where parts of these numbers of floats begin, and at the end where one more would: all in floats. */
export function offsetsOf(sizes: readonly number[]): number[] {
  const offsets = [0]
  for (const size of sizes) offsets.push((offsets.at(-1) as number) + padded(size))
  return offsets
}

/** A tensor for each of the shapes, float32, side by side in a new buffer. @param values of the whole buffer, laid out by `offsetsOf` */
export function neighbours(backend: tf.WebGPUBackend, shapes: readonly (readonly number[])[], values?: Float32Array): tf.TensorInfo[] {
  const offsets = offsetsOf(shapes.map(sizeOf))
  const whole = backend.makeTensorInfo([offsets.at(-1) as number], 'float32', values)
  backend.uploadToGPU(whole.dataId)
  const { resource } = stored(backend, whole)
  const parts = shapes.map((shape, i) => {
    const part = backend.makeTensorInfo([...shape], 'float32')
    const place = { owner: whole.dataId, offset: (offsets[i] as number) * FLOAT_BYTES, size: sizeOf(shape) * FLOAT_BYTES }
    Object.assign(stored(backend, part), { resource, external: true, part: place }) // external: the part does not free it
    backend.incRef(whole.dataId)
    return part
  })
  backend.disposeData(whole.dataId) // from now on the parts keep it
  return parts
}

/**
 * All from the beginning of the first tensor to where a neighbour of the last would begin.
 * @param tensors of one buffer, in the order in which they lie there
 * @throws Error where they do not lie so
 */
export function spanOf(backend: tf.WebGPUBackend, tensors: readonly tf.TensorInfo[]): Place {
  const places = tensors.map((tensor) => placeOf(backend, tensor))
  const [first, last] = [places[0] as Place, places.at(-1) as Place]
  const ordered = places.every(({ buffer, offset }, i) => buffer === first.buffer && offset >= (places[i - 1]?.offset ?? 0))
  const end = last.offset + padded(last.size / FLOAT_BYTES) * FLOAT_BYTES
  if (!ordered || end > first.buffer.size) throw new Error('these tensors do not lie side by side')
  return { buffer: first.buffer, offset: first.offset, size: end - first.offset }
}

/** How many floats after the beginning of the first tensor each begins. */
export function distancesOf(backend: tf.WebGPUBackend, tensors: readonly tf.TensorInfo[]): number[] {
  const offsets = tensors.map((tensor) => placeOf(backend, tensor).offset / FLOAT_BYTES)
  return offsets.map((offset) => offset - (offsets[0] as number))
}

/** Whether the tensors lie one after another as `neighbours` puts them. */
export function areNeighbours(backend: tf.WebGPUBackend, tensors: readonly tf.TensorInfo[]): boolean {
  const offsets = offsetsOf(tensors.map(({ shape }) => sizeOf(shape)))
  return distancesOf(backend, tensors).every((distance, i) => distance === offsets[i])
}

export interface InitialValues {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Variables by name; with our kernels they lie side by side, in the order given. */
export function placedVariables(initial: Readonly<Record<string, InitialValues>>): Record<string, tf.Variable> {
  const { backend } = tf.engine()
  const entries = Object.entries(initial)
  const place = (taught: tf.WebGPUBackend): tf.Tensor[] => {
    const offsets = offsetsOf(entries.map(([, { values }]) => values.length))
    const all = new Float32Array(offsets.at(-1) as number)
    entries.forEach(([, { values }], i) => {
      all.set(values, offsets[i])
    })
    const shapes = entries.map(([, { shape }]) => shape)
    return neighbours(taught, shapes, all).map((part) => tf.engine().makeTensorFromTensorInfo(part))
  }
  const variables: [string, tf.Variable][] = []
  tf.tidy(() => {
    const tensors = isTaught(backend) ? place(backend) : entries.map(([, { values, shape }]) => tf.tensor(values, [...shape]))
    entries.forEach(([name], i) => {
      variables.push([name, tf.variable(tensors[i] as tf.Tensor)])
    })
  })
  return Object.fromEntries(variables)
}

const taught = new WeakSet<object>()

function isTaught(backend: object): backend is tf.WebGPUBackend {
  return taught.has(backend)
}

/** Teaches a backend, before it has tensors, to bind, free and read parts. */
export function teachParts(backend: tf.WebGPUBackend): void {
  taught.add(backend)
  const inner = backend as unknown as { tensorToBinding(tensor: tf.TensorInfo | null): GPUBindingResource | null }
  const tensorToBinding = inner.tensorToBinding.bind(backend)
  const disposeData = backend.disposeData.bind(backend)
  const read = backend.read.bind(backend)

  inner.tensorToBinding = (tensor) => (tensor && stored(backend, tensor).part ? placeOf(backend, tensor) : tensorToBinding(tensor))

  backend.disposeData = (dataId, force) => {
    const part = backend.tensorMap.has(dataId) ? stored(backend, { dataId }).part : undefined
    const gone = disposeData(dataId, force)
    if (part && gone) {
      const { commandQueueOwnedIds } = streamOf(backend)
      if (commandQueueOwnedIds.has(dataId)) commandQueueOwnedIds.add(part.owner) // not to be freed before it is submitted
      disposeData(part.owner)
    }
    return gone
  }

  backend.read = async (dataId) => {
    const entry = stored(backend, { dataId })
    if (!entry.part || entry.values) return read(dataId)
    entry.values = await readPart(backend, entry, entry.part)
    return entry.values
  }
}

async function readPart(backend: tf.WebGPUBackend, { resource }: Stored, { offset, size }: Omit<Place, 'buffer'>): Promise<Float32Array> {
  const stream = streamOf(backend)
  const staging = stream.bufferManager.acquireBuffer(size, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ)
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  const encoder = stream.commandEncoder as GPUCommandEncoder
  encoder.copyBufferToBuffer(resource, offset, staging, 0, size)
  backend.submitQueue()
  await staging.mapAsync(GPUMapMode.READ)
  const values = new Float32Array(staging.getMappedRange().slice(0))
  staging.unmap()
  stream.bufferManager.releaseBuffer(staging)
  return values
}
