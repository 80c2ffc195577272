// The steps of a plan as WGSL: one program a step, all of its sizes written into it, many pictures at once (`id.y`).
import type { ActivationKind, Convolution, Step, Value } from './steps.ts'

export const WORKGROUP = 64

/** Output channels that one invocation computes. */
export const LANES = 4

/** `zero` is what it says, which the compiler cannot know: software adapters unroll loops of known length, and compile for minutes. */
const OPEN_MAIN = `@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let picture = id.y;
  let zero = id.z;`

/** @param start where the scales begin among the affines of a picture @param length of these affines */
export interface AffinePlace {
  readonly start: number
  readonly channels: number
  readonly length: number
}

/** Invocations for one picture. */
export function invocationsOf(step: Step): number {
  const { side, channels } = step.to
  if (step.kind === 'convolution') return step.geometry.outputSide ** 2 * blocksOf(step)
  return side * side * channels
}

/** Groups of output channels. */
export function blocksOf({ outputs }: Convolution): number {
  return Math.ceil(outputs / LANES)
}

const sizeOf = ({ side, channels }: Value) => side * side * channels

/** Binds x, y, and by kind the weight and the affines, the affines, or the other operand. */
export function programOf(step: Step, affine: AffinePlace | null): string {
  switch (step.kind) {
    case 'convolution':
      return convolutionProgram(step, affine as AffinePlace)
    case 'pointwise':
      return `${bind(['x', 'read'], ['y', 'read_write'], ['affines', 'read'])}
${affineFunction(affine as AffinePlace)}
${activationFunction(step.activation)}
${OPEN_MAIN}
  if (id.x >= ${sizeOf(step.to)}) { return; }
  let at = picture * ${sizeOf(step.to)} + id.x;
  y[at] = activate(scaled(x[at], picture, id.x % ${step.to.channels}));
}`
    case 'sum':
      return `${bind(['x', 'read'], ['y', 'read_write'], ['other', 'read'])}
${OPEN_MAIN}
  if (id.x >= ${sizeOf(step.to)}) { return; }
  let at = picture * ${sizeOf(step.to)} + id.x;
  y[at] = x[at] + other[at];
}`
    case 'upsample':
    case 'average pool':
      return resampleProgram(step)
    default:
      return step satisfies never
  }
}

/** A thread computes four channels of one pixel. The weight is [taps, inputs, blocks], four outputs a block. */
function convolutionProgram(step: Convolution, affine: AffinePlace): string {
  const { geometry, inputs, outputs, from } = step
  const { kernel, stride, padding, transposed, enlarged, inputSide, outputSide } = geometry
  const blocks = blocksOf(step)
  const place = transposed
    ? `let place = at + ${padding} - tap; if (place < 0 || place % ${stride} != 0) { return -1; } let input = place / ${stride};`
    : `let place = at * ${stride} + tap - ${padding}; if (place < 0) { return -1; } let input = place / ${enlarged};`
  return `${bind(['x', 'read'], ['y', 'read_write'], ['weight', 'read', 'vec4f'], ['affines', 'read'])}
${affineFunction(affine)}
${activationFunction(step.activation)}
fn inputAt(at: i32, tap: i32) -> i32 {
  ${place}
  return select(-1, input, input < ${inputSide});
}
${OPEN_MAIN}
  let block = id.x % ${blocks};
  let pixel = id.x / ${blocks};
  if (pixel >= ${outputSide * outputSide}) { return; }
  var sum = vec4f();
  for (var ky = 0; ky < ${kernel} + i32(zero); ky++) {
    let row = inputAt(i32(pixel) / ${outputSide}, ky);
    if (row < 0) { continue; }
    for (var kx = 0; kx < ${kernel} + i32(zero); kx++) {
      let column = inputAt(i32(pixel) % ${outputSide}, kx);
      if (column < 0) { continue; }
      let first = picture * ${sizeOf(from)} + u32(row * ${inputSide} + column) * ${inputs};
      let weights = u32(ky * ${kernel} + kx) * ${inputs * blocks} + block;
      for (var i = 0u; i < ${inputs} + zero; i++) { sum += x[first + i] * weight[weights + i * ${blocks}]; }
    }
  }
  for (var lane = 0u; lane < min(${LANES}u, ${outputs}u - block * ${LANES}) + zero; lane++) {
    let o = block * ${LANES} + lane;
    y[picture * ${sizeOf(step.to)} + pixel * ${outputs} + o] = activate(scaled(sum[lane], picture, o % ${affine.channels}));
  }
}`
}

function resampleProgram({ kind, from, to, factor }: Extract<Step, { kind: 'upsample' | 'average pool' }>): string {
  const value =
    kind === 'upsample'
      ? `y[at] = x[picture * ${sizeOf(from)} + ((row / ${factor}) * ${from.side} + column / ${factor}) * ${to.channels} + channel];`
      : `var sum = 0.0;
  for (var k = 0u; k < ${factor * factor} + zero; k++) {
    let pixel = (row * ${factor} + k / ${factor}) * ${from.side} + column * ${factor} + k % ${factor};
    sum += x[picture * ${sizeOf(from)} + pixel * ${to.channels} + channel];
  }
  y[at] = sum / ${factor * factor};`
  return `${bind(['x', 'read'], ['y', 'read_write'])}
${OPEN_MAIN}
  if (id.x >= ${sizeOf(to)}) { return; }
  let channel = id.x % ${to.channels};
  let row = id.x / ${to.channels * to.side};
  let column = id.x / ${to.channels} % ${to.side};
  let at = picture * ${sizeOf(to)} + id.x;
  ${value}
}`
}

/** [S, S, C] in [-1, 1] → RGBA in one number a pixel. Binds x, y. */
export function pixelProgram({ side, channels }: Value): string {
  const channel = (c: number) => `byte(x[first + ${channels === 1 ? 0 : c}])`
  return `${bind(['x', 'read'], ['y', 'read_write', 'u32'])}
fn byte(value: f32) -> u32 { return u32(clamp(round((value + 1.0) * 127.5), 0.0, 255.0)); }
${OPEN_MAIN}
  if (id.x >= ${side * side}) { return; }
  let at = picture * ${side * side} + id.x;
  let first = at * ${channels};
  y[at] = ${channel(0)} | (${channel(1)} << 8) | (${channel(2)} << 16) | (255u << 24);
}`
}

function bind(...variables: [name: string, access: 'read' | 'read_write', type?: string][]): string {
  return variables
    .map(([name, access, type = 'f32'], i) => `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`)
    .join('\n')
}

function affineFunction({ start, channels, length }: AffinePlace): string {
  return `fn scaled(value: f32, picture: u32, channel: u32) -> f32 {
  let at = picture * ${length} + ${start} + channel;
  return value * affines[at] + affines[at + ${channels}];
}`
}

/** Past 15 tanh is 1 in float32; some drivers compute it of much larger numbers as not a number. */
function activationFunction(activation: ActivationKind): string {
  const values = {
    linear: 'value',
    relu: 'max(value, 0.0)',
    leakyRelu: `max(value, ${activation.kind === 'leakyRelu' ? activation.leak : 0} * value)`,
    tanh: 'tanh(clamp(value, -15.0, 15.0))',
  }
  return `fn activate(value: f32) -> f32 { return ${values[activation.kind]}; }`
}
