// Runs our own WGSL in TensorFlow.js's command stream. Its WebGPUProgram allows one output and fills a uniform buffer for every
// dispatch; here shapes are constants of the source, so a program is a pipeline and its tensors, and nothing is uploaded.
import { spanOf } from '../placement.ts'
import { type BufferRange, rangeOf, storageOf, streamOf, submit } from '../stream.ts'
import * as tf from '../tf.ts'
import { declareOpaqueZero } from './tile.ts'

/** WGSL with an entry point `main`; tensors are bound in group 0 in the order they are given. */
export interface Program {
  readonly label: string
  readonly wgsl: string
  readonly workgroups: readonly [number, number, number]
}

/** Invocations of a workgroup in every program. */
export const WORKGROUP = 64

/** Largest number of workgroups in one dimension that every WebGPU device supports. */
const MAX_GROUPS = 65_535

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>()

/** Workgroups for that many invocations, folded into two dimensions where one is too short. */
export function workgroupsFor(invocations: number, layers = 1): [number, number, number] {
  const groups = Math.ceil(invocations / WORKGROUP)
  const x = Math.min(groups, MAX_GROUPS)
  return [x, Math.ceil(groups / x), layers]
}

/**
 * Opens `main`: `index` counts invocations through the workgroups of `workgroupsFor`, `layer` its layers; `opaqueZero` is for the bounds of
 * loops. A function, because its text depends on the adapter.
 */
export const openMain = () => /* wgsl */ `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = i32((group.y * groups.x + group.x) * ${WORKGROUP}u + local);
  let layer = i32(group.z);
  ${declareOpaqueZero('groups')}`

/** Caches the results by arguments: programs are long texts, and the same shapes recur every step. */
export function memoize<A extends readonly unknown[], P>(write: (...args: A) => P): (...args: A) => P {
  const known = new Map<string, P>()
  return (...args) => {
    const key = JSON.stringify(args)
    const found = known.get(key) ?? write(...args)
    known.set(key, found)
    return found
  }
}

/** During a dry run, the programs that would be dispatched. */
let collected: Map<string, Program> | null = null

/** The programs that `work` dispatches, by a dry run: nothing is computed, and the tensors it returns hold no values. */
export function programsOf(work: () => void): Program[] {
  const programs = new Map<string, Program>()
  collected = programs
  try {
    work()
  } finally {
    collected = null
  }
  return [...programs.values()]
}

/**
 * Compiles the programs of `work` asynchronously and in parallel.
 * @param onProgress called with the programs compiled so far
 */
export async function compileAhead(
  backend: tf.WebGPUBackend,
  work: () => void,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const missing = programsOf(work).filter(({ wgsl }) => !pipelinesOf(backend.device).has(wgsl))
  let done = 0
  await Promise.all(
    missing.map(async (program) => {
      await compilePipeline(backend.device, program)
      onProgress(++done, missing.length)
    }),
  )
}

/** Compiles a program asynchronously. */
export async function compilePipeline(device: GPUDevice, program: Program): Promise<GPUComputePipeline> {
  const known = pipelinesOf(device)
  const pipeline = known.get(program.wgsl) ?? (await device.createComputePipelineAsync(descriptorOf(device, program)))
  known.set(program.wgsl, pipeline)
  return pipeline
}

/** One binding: a tensor, or the range from the first to the last of several in one buffer. */
type Bindable = tf.TensorInfo | readonly tf.TensorInfo[]

/** Appends one dispatch. `bound` is bound in order; what it writes must not be bound twice. */
export function dispatch(backend: tf.WebGPUBackend, program: Program, bound: readonly Bindable[]): void {
  if (collected) {
    collected.set(program.wgsl, program)
    return
  }
  const stream = streamOf(backend)
  const tensors = bound.flat() as tf.TensorInfo[]
  for (const { dataId } of tensors) backend.uploadToGPU(dataId) // first: an upload may end the pass
  const pipeline = pipelineOf(backend.device, program)
  const bindGroup = backend.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: bound.map((one, binding) => ({ binding, resource: bindingOf(backend, one) })),
  })
  backend.ensureCommandEncoderReady()
  stream.computePassEncoder ??= (stream.commandEncoder as GPUCommandEncoder).beginComputePass()
  stream.computePassEncoder.setPipeline(pipeline)
  stream.computePassEncoder.setBindGroup(0, bindGroup)
  stream.computePassEncoder.dispatchWorkgroups(...program.workgroups)
  for (const tensor of tensors) {
    stream.commandQueueOwnedIds.add(tensor.dataId) // not to be freed before it is submitted
    storageOf(backend, tensor).values = null // what was read back before is stale
  }
  stream.dispatchCountInPass++
  if (stream.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) submit(backend)
}

function bindingOf(backend: tf.WebGPUBackend, bound: Bindable): BufferRange {
  return 'length' in bound ? spanOf(backend, bound) : rangeOf(backend, bound)
}

function pipelineOf(device: GPUDevice, program: Program): GPUComputePipeline {
  const known = pipelinesOf(device)
  const pipeline = known.get(program.wgsl) ?? device.createComputePipeline(descriptorOf(device, program))
  known.set(program.wgsl, pipeline)
  return pipeline
}

function pipelinesOf(device: GPUDevice): Map<string, GPUComputePipeline> {
  const known = pipelines.get(device) ?? new Map<string, GPUComputePipeline>()
  pipelines.set(device, known)
  return known
}

function descriptorOf(device: GPUDevice, { label, wgsl }: Program): GPUComputePipelineDescriptor {
  return { label, layout: 'auto', compute: { module: device.createShaderModule({ code: wgsl, label }), entryPoint: 'main' } }
}
