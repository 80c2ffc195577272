// Reading values back from the device, without blocking.
import type { Failure } from '../spec/report.ts'
import { DeviceError } from './device-errors.ts'
import { rangeOf, readRange, submit } from './stream.ts'
import * as tf from './tf.ts'

const FLOAT_BYTES = 4

/** Reads a flat tensor without blocking. `dataSync` would stall the device and does not exist on every backend. */
export async function readNumbers(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array
}

/**
 * Reads the values that a tensor has after everything queued so far, while steps that change it in place are queued already: `readNumbers`
 * would remember these values as those after the steps.
 */
export async function readWhileChanging(tensor: tf.Tensor): Promise<Float32Array> {
  const { backend } = tf.engine()
  return backend instanceof tf.WebGPUBackend ? readRange(backend, rangeOf(backend, tensor)) : readNumbers(tensor)
}

/** Reads the result of a computation and frees everything made on the way. */
export async function compute(make: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(make)
  try {
    return await readNumbers(result)
  } finally {
    result.dispose()
  }
}

/**
 * The values of float32 tensors as they are at the moment of the call, whatever is queued after it: on WebGPU they are copied on the device, in
 * order with all other work, and read back while that goes on; elsewhere they are copied at once.
 * @throws DeviceError where the device has no room for the copies
 */
export async function captureTensors(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const { backend } = tf.engine()
  if (!(backend instanceof tf.WebGPUBackend)) return tensors.map((tensor) => (tensor.dataSync() as Float32Array).slice())
  const groups = groupsUpTo(backend.device.limits.maxBufferSize, tensors)
  return (await Promise.all(groups.map((group) => captureGroup(backend, group)))).flat()
}

/** A tensor on the host. */
export interface HostTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export type HostTensors = Readonly<Record<string, HostTensor>>

/** `captureTensors` by names. */
export async function captureByName(tensors: Readonly<Record<string, tf.Tensor>>): Promise<HostTensors> {
  const entries = Object.entries(tensors).map(([name, tensor]) => ({ name, shape: tensor.shape, tensor }))
  const values = await captureTensors(entries.map(({ tensor }) => tensor))
  return Object.fromEntries(entries.map(({ name, shape }, i) => [name, { shape, values: values[i] as Float32Array }]))
}

/** In their order, each group at most so many bytes, as long as no single tensor has more. */
function groupsUpTo(maxBytes: number, tensors: readonly tf.Tensor[]): tf.Tensor[][] {
  const groups: tf.Tensor[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const tensor of tensors) {
    const size = tensor.size * FLOAT_BYTES
    if (bytes + size > maxBytes) {
      groups.push([])
      bytes = 0
    }
    groups.at(-1)?.push(tensor)
    bytes += size
  }
  return groups
}

/** Everything up to the first `await` is queued at once. */
async function captureGroup(backend: tf.WebGPUBackend, tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const { device } = backend
  for (const { dataId } of tensors) backend.uploadToGPU(dataId)
  submit(backend) // what is queued so far comes first
  device.pushErrorScope('validation') // follows where there was no memory
  device.pushErrorScope('out-of-memory')
  const size = tensors.reduce((sum, tensor) => sum + tensor.size, 0) * FLOAT_BYTES
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ })
  device.queue.submit([copyCommands(backend, tensors, staging)])
  const mapped = staging.mapAsync(GPUMapMode.READ)
  const [mapping, ...problems] = await Promise.allSettled([mapped, device.popErrorScope(), device.popErrorScope()])
  try {
    if (problems.some((problem) => problem.status === 'fulfilled' && problem.value !== null)) throw new DeviceError(NO_ROOM)
    if (mapping.status === 'rejected') throw mapping.reason
    return split(new Float32Array(staging.getMappedRange().slice(0)), tensors)
  } finally {
    staging.destroy()
  }
}

function copyCommands(backend: tf.WebGPUBackend, tensors: readonly tf.Tensor[], staging: GPUBuffer): GPUCommandBuffer {
  const encoder = backend.device.createCommandEncoder()
  let end = 0
  for (const tensor of tensors) {
    const { buffer, offset } = rangeOf(backend, tensor)
    const size = tensor.size * FLOAT_BYTES
    encoder.copyBufferToBuffer(buffer, offset, staging, end, size)
    end += size
  }
  return encoder.finish()
}

function split(values: Float32Array, tensors: readonly tf.Tensor[]): Float32Array[] {
  let end = 0
  return tensors.map(({ size }) => {
    const from = end
    end += size
    return values.subarray(from, end)
  })
}

const NO_ROOM: Failure = {
  reason: 'out-of-memory',
  message: 'The graphics memory has no room for a copy of the networks.',
  advice: 'Close other pages that use the GPU, or choose a smaller width.',
}
