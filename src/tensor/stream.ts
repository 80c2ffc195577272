// Access to private members of TensorFlow.js 4.22's WebGPU backend: its command stream and the buffers of its tensors. Code that adds
// commands, records them or writes into a tensor uses this file.
import * as tf from './tf.ts'

export interface Stream {
  commandEncoder: GPUCommandEncoder | null
  computePassEncoder: GPUComputePassEncoder | null
  dispatchCountInPass: number
  commandQueueOwnedIds: WeakSet<object>
  bufferManager: BufferManager
}

/** TensorFlow.js's pool of buffers. */
export interface BufferManager {
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void
  dispose(): void
}

/** The values of a tensor: in `resource` once uploaded, and in `values` too after they were read back. */
export interface TensorStorage {
  readonly resource: GPUBuffer
  values: Float32Array | null
  /** Of a tensor that is only a part of its buffer (placement.ts). */
  readonly view?: BufferView
}

interface BufferView {
  readonly owner: tf.TensorInfo['dataId']
  /** Bytes. */
  readonly offset: number
  readonly size: number
}

/** The bytes of a buffer that belong to a tensor. */
export interface BufferRange {
  readonly buffer: GPUBuffer
  readonly offset: number
  readonly size: number
}

export function streamOf(backend: tf.WebGPUBackend): Stream {
  return backend as unknown as Stream
}

export function storageOf(backend: tf.WebGPUBackend, { dataId }: Pick<tf.TensorInfo, 'dataId'>): TensorStorage {
  return backend.tensorMap.get(dataId) as unknown as TensorStorage
}

/** @param tensor uploaded before */
export function rangeOf(backend: tf.WebGPUBackend, tensor: Pick<tf.TensorInfo, 'dataId'>): BufferRange {
  const { resource, view } = storageOf(backend, tensor)
  return { buffer: resource, offset: view?.offset ?? 0, size: view?.size ?? resource.size }
}

/** Submits what is queued, if anything is. */
export function submit(backend: tf.WebGPUBackend): void {
  if (!streamOf(backend).commandEncoder) return
  backend.endComputePassEncoder()
  backend.submitQueue()
}

/** Overwrites the values of a tensor, after everything queued so far. @param values as many bytes as the tensor has */
export function writeValues(backend: tf.WebGPUBackend, tensor: tf.TensorInfo, values: Float32Array | Int32Array | Uint32Array): void {
  backend.uploadToGPU(tensor.dataId)
  submit(backend)
  const { buffer, offset } = rangeOf(backend, tensor)
  backend.queue.writeBuffer(buffer, offset, values as Float32Array<ArrayBuffer>)
  storageOf(backend, tensor).values = null // what was read back before is stale
}

/** Gives a variable new values, in place on WebGPU. */
export function setValues(variable: tf.Variable, values: Float32Array): void {
  const { backend } = tf.engine()
  if (backend instanceof tf.WebGPUBackend) writeValues(backend, variable, values)
  else tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)))
}

/** Reads what lies there after everything queued so far; more may be queued meanwhile. */
export async function readRange(backend: tf.WebGPUBackend, { buffer, offset, size }: BufferRange): Promise<Float32Array> {
  const stream = streamOf(backend)
  const staging = stream.bufferManager.acquireBuffer(size, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ)
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  const encoder = stream.commandEncoder as GPUCommandEncoder
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, size)
  backend.submitQueue()
  await staging.mapAsync(GPUMapMode.READ)
  const values = new Float32Array(staging.getMappedRange().slice(0))
  staging.unmap()
  stream.bufferManager.releaseBuffer(staging)
  return values
}
