// Records the dispatches of a function while it runs, and replays them as one command list: without tape, bookkeeping or new bind
// groups. Inputs that change between replays are tensors that are written before each; results are in the same buffers every time.

import { hasOwnKernels } from './backend.ts'
import { type BufferManager, storageOf, streamOf, submit } from './stream.ts'
import * as tf from './tf.ts'

export interface Command {
  readonly pipeline: GPUComputePipeline
  readonly bindGroup: GPUBindGroup
  readonly workgroups: readonly [number, number, number]
}

/** How recorded work is executed: `replayed` where the device can, or `eager`, operation by operation, for comparison. */
export type ExecutionMode = 'replayed' | 'eager'

/** For work that is repeated with changing values in the tensors it reads. */
export interface Recorder {
  /**
   * Returns a function that does `work` at every call, with the same bits in either mode. The recorder owns the result; the next call
   * overwrites or replaces it.
   * @param kept tensors that outlive the work, apart from results of this recorder: it may read them and write them in place
   * @param work returns all tensors that it leaves behind, and queues the same operations every time
   */
  record<T extends tf.TensorContainer>(kept: () => readonly tf.Tensor[], work: () => T): () => T
  /** Frees all results and the tensors in between. */
  dispose(): void
}

export function createRecorder(mode: ExecutionMode): Recorder {
  const { backend } = tf.engine()
  return mode === 'replayed' && hasOwnKernels() ? new ReplayRecorder(backend as tf.WebGPUBackend) : new EagerRecorder()
}

class EagerRecorder implements Recorder {
  private readonly results = new Map<object, tf.TensorContainer>()

  record<T extends tf.TensorContainer>(_kept: () => readonly tf.Tensor[], work: () => T): () => T {
    return () => {
      tf.dispose(this.results.get(work))
      const result = tf.tidy(work)
      this.results.set(work, result)
      return result
    }
  }

  dispose(): void {
    tf.dispose([...this.results.values()])
    this.results.clear()
  }
}

/** Records at the first call and replays at later ones. Recordings share the buffers of their intermediate tensors. */
class ReplayRecorder implements Recorder {
  private readonly backend: tf.WebGPUBackend
  private readonly outer: BufferManager
  private readonly buffers: RecordedBuffers
  private readonly results: tf.TensorContainer[] = []

  constructor(backend: tf.WebGPUBackend) {
    this.backend = backend
    this.outer = streamOf(backend).bufferManager
    this.buffers = new RecordedBuffers(backend.device, this.outer)
  }

  record<T extends tf.TensorContainer>(kept: () => readonly tf.Tensor[], work: () => T): () => T {
    let recorded: { readonly result: T; replay(): void } | null = null
    return () => {
      if (recorded) recorded.replay()
      else recorded = this.recordCommands(kept(), work)
      return recorded.result
    }
  }

  private recordCommands<T extends tf.TensorContainer>(kept: readonly tf.Tensor[], work: () => T) {
    for (const { dataId } of kept) this.backend.uploadToGPU(dataId) // now: later their buffers would come from the recorder
    const commands: Command[] = []
    const result = this.withBuffers(() => capturing(this.backend, commands, () => tf.tidy(work)))
    this.results.push(result)
    const changing = [...kept, ...tf.tensor_util.getTensorsInContainer(result)]
    return { result, replay: () => replay(this.backend, commands, changing) }
  }

  dispose(): void {
    this.withBuffers(() => tf.dispose(this.results))
    this.results.length = 0
    this.buffers.dispose()
  }

  /** Does `work` with the recorder's buffers in place of TensorFlow.js's. */
  private withBuffers<T>(work: () => T): T {
    const stream = streamOf(this.backend)
    submit(this.backend) // buffers are freed when it is submitted: they go to the pool that is current then
    stream.bufferManager = this.buffers
    try {
      return work()
    } finally {
      stream.bufferManager = this.outer
    }
  }
}

/** Does `work`, submits it and captures its commands. */
function capturing<T>(backend: tf.WebGPUBackend, commands: Command[], work: () => T): T {
  const stream = streamOf(backend)
  const createEncoder = backend.ensureCommandEncoderReady
  backend.ensureCommandEncoderReady = () => {
    stream.commandEncoder ??= observedEncoder(backend.device.createCommandEncoder(), commands)
  }
  try {
    const result = work()
    submit(backend)
    return result
  } finally {
    backend.ensureCommandEncoderReady = createEncoder
  }
}

/** @param changing tensors that the commands may write: values read back before are out of date */
function replay(backend: tf.WebGPUBackend, commands: readonly Command[], changing: readonly tf.Tensor[]): void {
  submit(backend) // commands queued before must run before
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
  for (const tensor of changing) storageOf(backend, tensor).values = null
}

/** The encoder, with every dispatch captured. Uploads of constants are not: their buffers are never written again. */
function observedEncoder(encoder: GPUCommandEncoder, commands: Command[]): GPUCommandEncoder {
  const beginComputePass = encoder.beginComputePass.bind(encoder)
  encoder.beginComputePass = (descriptor) => observeDispatches(beginComputePass(descriptor), (command) => commands.push(command))
  return encoder
}

/** The pass, with `note` called for every dispatch. */
export function observeDispatches(pass: GPUComputePassEncoder, note: (command: Command) => void): GPUComputePassEncoder {
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
    note({ pipeline, bindGroup, workgroups: [x, y, z] })
    return dispatchWorkgroups(x, y, z)
  }
  return pass
}

/** Buffers of recordings. Freed ones are reused later, by the same recording or another, except uniforms and constants. */
class RecordedBuffers implements BufferManager {
  private readonly device: GPUDevice
  private readonly outer: BufferManager
  private readonly own = new Set<GPUBuffer>()
  private readonly constant = new Set<GPUBuffer>()
  private readonly free = new Map<string, GPUBuffer[]>()

  constructor(device: GPUDevice, outer: BufferManager) {
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
