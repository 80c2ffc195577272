// What the adapter can do at best: a matrix product with 8 x 8 sums in registers, read as vectors, without workgroup memory, as in
// public matmul benches. Fractions of this peak compare kernels across adapters; data sheets of software adapters do not exist.

/** M = N = K of the product. */
const SIDE = 1024
const TILE = 8
const RUNS = 5

const WORKGROUP = 8

const WGSL = /* wgsl */ `
const SIDE = ${SIDE}u;
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

function lines(line: (row: number) => string): string {
  return Array.from({ length: TILE }, (_, row) => line(row)).join('\n')
}

/** Billions of floating-point operations a second, the best of a few runs. @param now milliseconds */
export async function measurePeak(device: GPUDevice, now: () => number): Promise<number> {
  const module = device.createShaderModule({ code: WGSL, label: 'peak' })
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } })
  const buffers = [0, 1, 2].map(() => device.createBuffer({ size: 4 * SIDE * SIDE, usage: GPUBufferUsage.STORAGE }))
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run <= RUNS; run++) {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, bindGroup)
    pass.dispatchWorkgroups(SIDE / TILE / WORKGROUP, SIDE / TILE / WORKGROUP)
    pass.end()
    await device.queue.onSubmittedWorkDone()
    const began = now()
    device.queue.submit([encoder.finish()])
    await device.queue.onSubmittedWorkDone()
    if (run > 0) best = Math.min(best, now() - began) // the first run also waits for the compiler
  }
  for (const buffer of buffers) buffer.destroy()
  return (2 * SIDE ** 3) / best / 1e6
}
