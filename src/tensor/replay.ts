// Records the dispatches of some work while it runs, and replays them as one command list: no tape, no bookkeeping, no bind groups
// to make. What may change from one replay to the next must lie in tensors that are written to before it.

import { type Buffers, stored, streamOf, submit } from './stream.ts'
import type * as tf from './tf.ts'

interface Command {
  readonly pipeline: GPUComputePipeline
  readonly bindGroup: GPUBindGroup
  readonly workgroups: readonly [number, number, number]
}

export interface Recording {
  /** Does the recorded work once more, bit for bit, on what the kept tensors hold now. */
  replay(): void
  /** Frees the tensors in between. */
  dispose(): void
}

/**
 * Runs `work` and records it.
 * @param kept tensors that outlive the work: it may read them and write them in place, and must leave no others behind
 */
export function record(backend: tf.WebGPUBackend, kept: readonly tf.Tensor[], work: () => void): Recording {
  for (const { dataId } of kept) backend.uploadToGPU(dataId) // their buffers are not the recording's
  submit(backend)
  const stream = streamOf(backend)
  const outer = stream.bufferManager
  const buffers = new RecordedBuffers(backend.device, outer)
  const commands: Command[] = []
  const createEncoder = backend.ensureCommandEncoderReady
  stream.bufferManager = buffers
  backend.ensureCommandEncoderReady = () => {
    stream.commandEncoder ??= listenedTo(backend.device.createCommandEncoder(), commands)
  }
  try {
    work()
    submit(backend)
  } finally {
    stream.bufferManager = outer
    backend.ensureCommandEncoderReady = createEncoder
  }
  return {
    replay() {
      submit(backend) // what was queued before comes before
      const encoder = backend.device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      let current: GPUComputePipeline | null = null
      for (const { pipeline, bindGroup, workgroups } of commands) {
        if (pipeline !== current) pass.setPipeline(pipeline)
        current = pipeline
        pass.setBindGroup(0, bindGroup)
        pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
      }
      pass.end()
      backend.queue.submit([encoder.finish()])
      for (const tensor of kept) stored(backend, tensor).values = null // what was read back before is stale
    },
    dispose: () => buffers.dispose(),
  }
}

/** The encoder, with every dispatch noted. Uploads of constants go by: their buffers are never written again. */
function listenedTo(encoder: GPUCommandEncoder, commands: Command[]): GPUCommandEncoder {
  const beginComputePass = encoder.beginComputePass.bind(encoder)
  encoder.beginComputePass = (descriptor) => {
    const pass = beginComputePass(descriptor)
    let pipeline: GPUComputePipeline | undefined
    let bindGroup: GPUBindGroup | undefined
    const setPipeline = pass.setPipeline.bind(pass)
    const setBindGroup = pass.setBindGroup.bind(pass) as (index: number, group: GPUBindGroup) => undefined
    const dispatchWorkgroups = pass.dispatchWorkgroups.bind(pass)
    pass.setPipeline = (given) => {
      pipeline = given
      return setPipeline(given)
    }
    pass.setBindGroup = (index: number, group: GPUBindGroup | null | undefined) => {
      bindGroup = group as GPUBindGroup
      return setBindGroup(index, bindGroup)
    }
    pass.dispatchWorkgroups = (x, y = 1, z = 1) => {
      if (!pipeline || !bindGroup) throw new Error('a dispatch without a pipeline or its tensors')
      commands.push({ pipeline, bindGroup, workgroups: [x, y, z] })
      return dispatchWorkgroups(x, y, z)
    }
    return pass
  }
  return encoder
}

/** Buffers of a recording. Those the work has done with serve again later in the same work; uniforms and constants never do. */
class RecordedBuffers implements Buffers {
  private readonly device: GPUDevice
  private readonly outer: Buffers
  private readonly own = new Set<GPUBuffer>()
  private readonly constant = new Set<GPUBuffer>()
  private readonly free = new Map<string, GPUBuffer[]>()

  constructor(device: GPUDevice, outer: Buffers) {
    this.device = device
    this.outer = outer
  }

  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false): GPUBuffer {
    const constant = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0
    const reused = constant ? undefined : this.free.get(`${size}/${usage}`)?.pop()
    if (reused) return reused
    const buffer = this.device.createBuffer({ size, usage, mappedAtCreation })
    this.own.add(buffer)
    if (constant) this.constant.add(buffer)
    return buffer
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.own.has(buffer)) {
      this.outer.releaseBuffer(buffer, reuse)
      return
    }
    if (this.constant.has(buffer)) return
    const key = `${buffer.size}/${buffer.usage}`
    this.free.set(key, [...(this.free.get(key) ?? []), buffer])
  }

  dispose(): void {
    for (const buffer of this.own) buffer.destroy()
    this.own.clear()
  }
}
