// The forward pass of a generator on WebGPU, many pictures at once. The programs are in wgsl.ts.
import type { Painter } from './painter.ts'
import type { Plan } from './plan.ts'
import type { Convolution, Step, Value } from './steps.ts'
import { blocksOf, invocationsOf, LANES, pixelProgram, programOf, WORKGROUP } from './wgsl.ts'

const FLOAT = 4
const MAX_PICTURES = 64
/** Bytes of everything between the steps. */
const MAX_MEMORY = 96 * 2 ** 20

export interface GpuPainter extends Painter {
  /** Draws with other weights of the same network from now on. */
  reload(plan: Plan): void
}

/** @returns null where the browser has no WebGPU */
export async function createGpuPainter(plan: Plan): Promise<GpuPainter | null> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return null
  const device = await adapter.requestDevice()
  const perPicture = FLOAT * (plan.slotSizes.reduce((sum, size) => sum + size, 0) + plan.affines.length)
  const capacity = Math.max(1, Math.min(MAX_PICTURES, Math.floor(MAX_MEMORY / perPicture)))
  const { vendor, architecture, description } = adapter.info
  const name = [description || vendor, description ? '' : architecture].filter((text) => text !== '').join(' ')
  return {
    device: name ? `WebGPU, ${name}` : 'WebGPU',
    onProcessor: false,
    side: plan.output.side,
    capacity,
    ...createDrawing(device, plan, capacity),
    dispose: () => device.destroy(),
  }
}

function createDrawing(device: GPUDevice, plan: Plan, capacity: number): Pick<GpuPainter, 'draw' | 'reload'> {
  const { input, output, latent } = plan
  let { affines } = plan
  const slots = plan.slotSizes.map((size) => storage(device, FLOAT * size * capacity))
  const of = ({ id }: Value) => slots[plan.slots[id] as number] as GPUBuffer
  const affineBuffer = storage(device, FLOAT * affines.length * capacity)
  const weights = plan.steps.map((step) => (step.kind === 'convolution' ? weightBuffer(device, step) : null))
  const dispatches = plan.steps.map((step, i) => dispatchOf(device, plan, step, of, { weight: weights[i] ?? null, affines: affineBuffer }))
  const pictureBytes = FLOAT * output.side ** 2
  const packed = storage(device, pictureBytes * capacity)
  dispatches.push(dispatch(device, pixelProgram(output), [of(output), packed], output.side ** 2))
  const read = device.createBuffer({ size: pictureBytes * capacity, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ })
  const [latents, scales] = [new Float32Array(latent * capacity), new Float32Array(affines.length * capacity)]
  const draw: Painter['draw'] = async (codes) => {
    codes.forEach((code, i) => {
      latents.set(code.subarray(0, latent), i * latent)
      affines.write(code, scales.subarray(i * affines.length, (i + 1) * affines.length))
    })
    device.queue.writeBuffer(of(input), 0, latents, 0, codes.length * latent)
    device.queue.writeBuffer(affineBuffer, 0, scales, 0, codes.length * affines.length)
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    for (const { pipeline, group, workgroups } of dispatches) {
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, group)
      pass.dispatchWorkgroups(workgroups, codes.length)
    }
    pass.end()
    encoder.copyBufferToBuffer(packed, 0, read, 0, pictureBytes * codes.length)
    device.queue.submit([encoder.finish()])
    await read.mapAsync(GPUMapMode.READ, 0, pictureBytes * codes.length)
    const pixels = new Uint8ClampedArray(read.getMappedRange(0, pictureBytes * codes.length).slice(0))
    read.unmap()
    return pixels
  }
  return {
    draw,
    reload(other) {
      affines = other.affines
      other.steps.forEach((step, i) => {
        const buffer = weights[i]
        if (step.kind === 'convolution' && buffer) device.queue.writeBuffer(buffer, 0, inBlocks(step))
      })
    },
  }
}

interface Dispatch {
  readonly pipeline: GPUComputePipeline
  readonly group: GPUBindGroup
  /** For one picture. */
  readonly workgroups: number
}

interface OtherBuffers {
  /** Null where the step is no convolution. */
  readonly weight: GPUBuffer | null
  readonly affines: GPUBuffer
}

function dispatchOf(
  device: GPUDevice,
  { affines }: Plan,
  step: Step,
  of: (value: Value) => GPUBuffer,
  { weight, affines: affineBuffer }: OtherBuffers,
): Dispatch {
  const placeOf = (index: number) => {
    return { start: affines.starts[index] as number, channels: affines.channels[index] as number, length: affines.length }
  }
  const ends = [of(step.from), of(step.to)]
  const make = (others: GPUBuffer[], affine: number | null) =>
    dispatch(device, programOf(step, affine === null ? null : placeOf(affine)), [...ends, ...others], invocationsOf(step))
  switch (step.kind) {
    case 'convolution':
      return make([weight as GPUBuffer, affineBuffer], step.affine)
    case 'pointwise':
      return make([affineBuffer], step.affine)
    case 'sum':
      return make([of(step.other)], null)
    case 'upsample':
    case 'average pool':
      return make([], null)
    default:
      return step satisfies never
  }
}

function dispatch(device: GPUDevice, code: string, buffers: readonly GPUBuffer[], invocations: number): Dispatch {
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code }) } })
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries })
  return { pipeline, group, workgroups: Math.ceil(invocations / WORKGROUP) }
}

function storage(device: GPUDevice, size: number): GPUBuffer {
  return device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC })
}

function weightBuffer(device: GPUDevice, step: Convolution): GPUBuffer {
  const numbers = inBlocks(step)
  const buffer = storage(device, numbers.byteLength)
  device.queue.writeBuffer(buffer, 0, numbers)
  return buffer
}

/** [taps, outputs, inputs] → [taps, inputs, blocks, LANES], so that neighbours read neighbouring numbers. */
function inBlocks(step: Convolution): Float32Array<ArrayBuffer> {
  const { weight, geometry, inputs, outputs } = step
  const width = blocksOf(step) * LANES
  const turned = new Float32Array(geometry.kernel ** 2 * inputs * width)
  for (let tap = 0; tap < geometry.kernel ** 2; tap++) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) turned[(tap * inputs + i) * width + o] = weight[(tap * outputs + o) * inputs + i] as number
    }
  }
  return turned
}
