// The peak performance of the adapter. Arithmetic: a matrix product with 8 x 8 sums in registers, read as vectors, without workgroup memory,
// as in public matmul benches. Memory: a copy. Fractions of these compare kernels across adapters; data sheets of software adapters do
// not exist.

/** Sides of the product, M = N = K. A fast GPU is not filled by the small ones; a slow one would take minutes for the large ones. */
const SIDES = [1024, 2048, 4096] as const
/** A larger product takes eight times as long: it is tried only where this one took at most so many milliseconds. */
const QUICK_MS = 40
const TILE = 8
const WORKGROUP = 8
const RUNS = 5

/** A timed run repeats the work until it takes about so many milliseconds: clocks in browsers are coarse. */
const ENOUGH_MS = 10
const MAX_REPEATS = 256

/** Bytes of each of the two buffers of the copy: more than the caches of GPUs hold. On a software adapter half is enough. */
const COPY_BYTES = 128 << 20
const LEAST_COPY_BYTES = 8 << 20
const COPY_WORKGROUP = 256

const product = (side: number) => /* wgsl */ `
const SIDE = ${side}u;
const VECTORS = SIDE / 4u;
@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>; // transposed: row k holds the column k of A
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4<f32>>;
@compute @workgroup_size(${WORKGROUP}, ${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.y * 2u; // in vectors of 4
  let column = id.x * 2u;
${lines((r) => `  var sum${r}0 = vec4<f32>(); var sum${r}1 = vec4<f32>();`)}
  for (var k = 0u; k < SIDE; k++) {
    let a0 = a[k * VECTORS + row];
    let a1 = a[k * VECTORS + row + 1u];
    let b0 = b[k * VECTORS + column];
    let b1 = b[k * VECTORS + column + 1u];
${lines((r) => [0, 1].map((v) => `    sum${r}${v} = fma(vec4<f32>(a${r >> 2}.${'xyzw'[r % 4]}), b${v}, sum${r}${v});`).join('\n'))}
  }
${lines((r) => [0, 1].map((v) => `  c[(row * 4u + ${r}u) * VECTORS + column + ${v}u] = sum${r}${v};`).join('\n'))}
}`

/** Eight vectors an invocation, each a workgroup's width apart, so that neighbours read neighbours. */
const COPY_VECTORS = 8
const COPY = /* wgsl */ `
@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> copied: array<vec4<f32>>;
@compute @workgroup_size(${COPY_WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let first = group.x * ${COPY_WORKGROUP * COPY_VECTORS}u + local;
  for (var i = 0u; i < ${COPY_VECTORS}u; i++) { copied[first + i * ${COPY_WORKGROUP}u] = source[first + i * ${COPY_WORKGROUP}u]; }
}`

function lines(line: (row: number) => string): string {
  return Array.from({ length: TILE }, (_, row) => line(row)).join('\n')
}

export interface MatrixPeak {
  /** Billions of floating-point operations a second, the best of a few runs. */
  readonly gflops: number
  readonly side: number
  readonly rounds: number
}

/** Whether there is time for work of about that many milliseconds. */
type IsTime = (ms: number) => boolean

/** @param now milliseconds @param isTime without it there is always time */
export async function measureProduct(device: GPUDevice, now: () => number, isTime: IsTime = () => true): Promise<MatrixPeak> {
  let best: MatrixPeak = { gflops: 0, side: 0, rounds: 0 }
  for (const side of SIDES) {
    const groups = side / TILE / WORKGROUP
    const sizes = [0, 1, 2].map(() => 4 * side * side)
    const { ms, rounds } = await fastestRun(device, { code: product(side), label: 'peak', sizes, groups: [groups, groups] }, now, isTime)
    const gflops = (2 * side ** 3) / ms / 1e6
    if (gflops > best.gflops) best = { gflops, side, rounds }
    if (ms > QUICK_MS || !isTime(8 * (RUNS + 2) * ms)) break
  }
  return best
}

/** Billions of floating-point operations a second. @param now milliseconds */
export async function measurePeak(device: GPUDevice, now: () => number): Promise<number> {
  return (await measureProduct(device, now)).gflops
}

export interface CopyPeak {
  /** Billions of bytes read and written a second, the best of a few runs. */
  readonly gbps: number
  readonly rounds: number
}

/** Null where there is no memory for it. */
export async function measureCopy(device: GPUDevice, now: () => number, software: boolean, isTime: IsTime): Promise<CopyPeak | null> {
  const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } = device.limits
  const unit = COPY_WORKGROUP * COPY_VECTORS * 16
  const wanted = software ? COPY_BYTES / 2 : COPY_BYTES
  const most = Math.min(wanted, maxStorageBufferBindingSize, maxBufferSize, unit * maxComputeWorkgroupsPerDimension)
  for (let size = most - (most % unit); size >= LEAST_COPY_BYTES; size = size / 2 - ((size / 2) % unit)) {
    const job: Job = { code: COPY, label: 'copy', sizes: [size, size], groups: [size / unit, 1] }
    const found = await fastestRun(device, job, now, isTime).catch(() => null)
    if (found) return { gbps: (2 * size) / found.ms / 1e6, rounds: found.rounds }
  }
  return null
}

interface Job {
  readonly code: string
  readonly label: string
  /** Bytes of its buffers. */
  readonly sizes: readonly number[]
  readonly groups: readonly [number, number]
}

/**
 * Milliseconds that the work takes once, from the fastest of a few runs, as far as there is time for them.
 * @throws Error where the device has no memory for its buffers
 */
async function fastestRun(device: GPUDevice, { code, label, sizes, groups }: Job, now: () => number, isTime: IsTime) {
  const module = device.createShaderModule({ code, label })
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } })
  device.pushErrorScope('out-of-memory') // else it would count as a failure of the device
  const buffers = sizes.map((size) => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }))
  const full = await device.popErrorScope()
  try {
    if (full) throw new Error(full.message)
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
    const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries })
    const time = async (repeats: number): Promise<number> => {
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, bindGroup)
      for (let repeat = 0; repeat < repeats; repeat++) pass.dispatchWorkgroups(...groups)
      pass.end()
      const commands = encoder.finish()
      await device.queue.onSubmittedWorkDone()
      const began = now()
      device.queue.submit([commands])
      await device.queue.onSubmittedWorkDone()
      return (now() - began) / repeats
    }
    await time(1) // waits for the compiler too
    let repeats = 1
    let ms = await time(1)
    while (ms * repeats < ENOUGH_MS && repeats < MAX_REPEATS) {
      repeats *= 4
      ms = await time(repeats)
    }
    let rounds = 1
    while (rounds < RUNS && isTime(ms * repeats)) {
      ms = Math.min(ms, await time(repeats))
      rounds++
    }
    return { ms, rounds }
  } finally {
    for (const buffer of buffers) buffer.destroy()
  }
}
