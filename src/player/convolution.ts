// Convolutions in plain JavaScript.
import type { Plan } from './plan.ts'
import { type Convolution, type Geometry, inputAt } from './steps.ts'

/** Where images are kept between the steps, and what convolves them. */
export interface Convolutions {
  /** One a slot of the plan. */
  readonly memory: readonly Float32Array[]
  /** Sums of products, without scale, offset and activation. @param x, y images in that memory */
  prepare(step: Convolution, x: Float32Array, y: Float32Array): () => void
}

export function plainConvolutions({ slotSizes }: Plan): Convolutions {
  return {
    memory: slotSizes.map((size) => new Float32Array(size)),
    prepare(step, x, y) {
      const taps = tapsOf(step.geometry)
      return () => convolve(step, taps, x, y)
    },
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
