// The forward pass of a generator in plain JavaScript, one picture at a time, in float32.
import type { Plan } from './plan.ts'
import { type Convolution, type Geometry, inputAt, type Step, type Value } from './steps.ts'

/** code [latent + classes] → the picture, [S, S, C] in [-1, 1], which the next call overwrites. */
export type Forward = (code: Float32Array) => Float32Array

/**
 * @param onInput gets what each scale and offset of a plan is about to be applied to, [side, side, channels], with its number: what it keeps it copies
 */
export function createForward(plan: Plan, onInput?: (affine: number, x: Float32Array) => void): Forward {
  const { input, output, latent, affines } = plan
  const memory = plan.slotSizes.map((size) => new Float32Array(size))
  const of = ({ id, side, channels }: Value) => (memory[plan.slots[id] as number] as Float32Array).subarray(0, side * side * channels)
  const scales = new Float32Array(affines.length)
  const affineAt = (index: number): Affine => {
    const [start, channels] = [affines.starts[index] as number, affines.channels[index] as number]
    return { scale: scales.subarray(start, start + channels), offset: scales.subarray(start + channels, start + 2 * channels) }
  }
  const works = plan.steps.map((step) => workOf(step, of, affineAt, onInput))
  return (code) => {
    affines.write(code, scales)
    of(input).set(code.subarray(0, latent))
    for (const work of works) work()
    return of(output)
  }
}

interface Affine {
  readonly scale: Float32Array
  readonly offset: Float32Array
}

function workOf(
  step: Step,
  of: (value: Value) => Float32Array,
  affineAt: (index: number) => Affine,
  onInput?: (affine: number, x: Float32Array) => void,
): () => void {
  const [x, y] = [of(step.from), of(step.to)]
  switch (step.kind) {
    case 'convolution': {
      const taps = tapsOf(step.geometry)
      return () => {
        convolve(step, taps, x, y)
        onInput?.(step.affine, y)
        finish(y, y, affineAt(step.affine), step.activation)
      }
    }
    case 'pointwise':
      return () => {
        onInput?.(step.affine, x)
        finish(x, y, affineAt(step.affine), step.activation)
      }
    case 'sum': {
      const other = of(step.other)
      return () => {
        for (let i = 0; i < y.length; i++) y[i] = (x[i] as number) + (other[i] as number)
      }
    }
    case 'upsample':
      return () => upsample(x, y, step.from, step.factor)
    case 'average pool':
      return () => averagePool(x, y, step.from, step.factor)
    default:
      return step satisfies never
  }
}

/** For each tap of the kernel the pixels that it joins: one of the output, one of the input, and so on. */
function tapsOf(geometry: Geometry): readonly Int32Array[] {
  const { kernel, inputSide, outputSide } = geometry
  const along = Array.from({ length: kernel }, (_, tap) => {
    const places = Array.from({ length: outputSide }, (_, at) => [at, inputAt(geometry, at, tap)] as const)
    return places.filter(([, input]) => input >= 0)
  })
  return along.flatMap((rows) =>
    along.map((columns) =>
      Int32Array.from(rows.flatMap(([y, fromY]) => columns.flatMap(([x, fromX]) => [y * outputSide + x, fromY * inputSide + fromX]))),
    ),
  )
}

/** What a convolution multiplies. */
interface Operands {
  /** [taps, outputs, inputs] */
  readonly weight: Float32Array
  readonly inputs: number
  readonly outputs: number
  readonly x: Float32Array
  readonly y: Float32Array
}

/** Sums of products, two pixels and four channels at a time, so that every number that is read serves several products. */
function convolve({ weight, inputs, outputs }: Convolution, taps: readonly Int32Array[], x: Float32Array, y: Float32Array): void {
  const operands = { weight, inputs, outputs, x, y }
  const whole = outputs - (outputs % 4)
  y.fill(0)
  taps.forEach((pairs, tap) => {
    const paired = pairs.length - (pairs.length % 4)
    for (let at = 0; at < paired; at += 4) twoPixels(operands, pairs, at, tap, whole)
    for (let at = 0; at < paired && whole < outputs; at += 2) onePixel(operands, pairs, at, tap, whole)
    if (paired < pairs.length) onePixel(operands, pairs, paired, tap, 0)
  })
}

/** @param until channels before this one */
function twoPixels({ weight, inputs, outputs, x, y }: Operands, pairs: Int32Array, at: number, tap: number, until: number): void {
  const toA = (pairs[at] as number) * outputs
  const fromA = (pairs[at + 1] as number) * inputs
  const toB = (pairs[at + 2] as number) * outputs
  const fromB = (pairs[at + 3] as number) * inputs
  for (let o = 0; o < until; o += 4) {
    const w0 = (tap * outputs + o) * inputs
    const w1 = w0 + inputs
    const w2 = w1 + inputs
    const w3 = w2 + inputs
    let a0 = y[toA + o] as number
    let a1 = y[toA + o + 1] as number
    let a2 = y[toA + o + 2] as number
    let a3 = y[toA + o + 3] as number
    let b0 = y[toB + o] as number
    let b1 = y[toB + o + 1] as number
    let b2 = y[toB + o + 2] as number
    let b3 = y[toB + o + 3] as number
    for (let i = 0; i < inputs; i++) {
      const a = x[fromA + i] as number
      const b = x[fromB + i] as number
      const k0 = weight[w0 + i] as number
      const k1 = weight[w1 + i] as number
      const k2 = weight[w2 + i] as number
      const k3 = weight[w3 + i] as number
      a0 += a * k0
      a1 += a * k1
      a2 += a * k2
      a3 += a * k3
      b0 += b * k0
      b1 += b * k1
      b2 += b * k2
      b3 += b * k3
    }
    y[toA + o] = a0
    y[toA + o + 1] = a1
    y[toA + o + 2] = a2
    y[toA + o + 3] = a3
    y[toB + o] = b0
    y[toB + o + 1] = b1
    y[toB + o + 2] = b2
    y[toB + o + 3] = b3
  }
}

/** @param from the first channel */
function onePixel({ weight, inputs, outputs, x, y }: Operands, pairs: Int32Array, at: number, tap: number, from: number): void {
  const to = (pairs[at] as number) * outputs
  const start = (pairs[at + 1] as number) * inputs
  for (let o = from; o < outputs; o++) {
    const w = (tap * outputs + o) * inputs
    let sum = y[to + o] as number
    for (let i = 0; i < inputs; i++) sum += (x[start + i] as number) * (weight[w + i] as number)
    y[to + o] = sum
  }
}

/** f(x · scale + offset). What a linear layer makes has as many offsets as it has numbers, or as its image has channels. */
function finish(x: Float32Array, y: Float32Array, { scale, offset }: Affine, activation: Convolution['activation']): void {
  const channels = scale.length
  for (let start = 0; start < y.length; start += channels) {
    for (let c = 0; c < channels; c++) y[start + c] = (x[start + c] as number) * (scale[c] as number) + (offset[c] as number)
  }
  activate(y, activation)
}

function activate(y: Float32Array, activation: Convolution['activation']): void {
  switch (activation.kind) {
    case 'linear':
      return
    case 'relu':
      for (let i = 0; i < y.length; i++) y[i] = Math.max(0, y[i] as number)
      return
    case 'leakyRelu':
      for (let i = 0; i < y.length; i++) y[i] = Math.max(activation.leak * (y[i] as number), y[i] as number)
      return
    case 'tanh':
      for (let i = 0; i < y.length; i++) y[i] = Math.tanh(y[i] as number)
      return
    default:
      activation satisfies never
  }
}

function upsample(x: Float32Array, y: Float32Array, { side, channels }: Value, factor: number): void {
  const wide = side * factor
  for (let row = 0; row < wide; row++) {
    for (let column = 0; column < wide; column++) {
      const from = (Math.floor(row / factor) * side + Math.floor(column / factor)) * channels
      for (let c = 0; c < channels; c++) y[(row * wide + column) * channels + c] = x[from + c] as number
    }
  }
}

function averagePool(x: Float32Array, y: Float32Array, { side, channels }: Value, factor: number): void {
  const narrow = side / factor
  y.fill(0)
  for (let row = 0; row < narrow * factor; row++) {
    for (let column = 0; column < narrow * factor; column++) {
      const to = (Math.floor(row / factor) * narrow + Math.floor(column / factor)) * channels
      const from = (row * side + column) * channels
      for (let c = 0; c < channels; c++) y[to + c] = (y[to + c] as number) + (x[from + c] as number) / factor ** 2
    }
  }
}
