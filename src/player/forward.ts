// The forward pass of a generator on the processor, one picture at a time, in float32. Nearly all of the work is convolutions, which something else
// does: convolution.ts in plain JavaScript, wasm-convolution.ts faster.
import { type Convolutions, plainConvolutions } from './convolution.ts'
import type { Plan } from './plan.ts'
import type { Convolution, Step, Value } from './steps.ts'

/** code [latent + classes] → the picture, [S, S, C] in [-1, 1], which the next call overwrites. */
export type Forward = (code: Float32Array) => Float32Array

/**
 * @param onInput gets what each scale and offset of a plan is about to be applied to, [side, side, channels], with its number: what it keeps it copies
 */
export function createForward(
  plan: Plan,
  { memory, prepare }: Convolutions = plainConvolutions(plan),
  onInput?: (affine: number, x: Float32Array) => void,
): Forward {
  const { input, output, latent, affines } = plan
  const of = ({ id, side, channels }: Value) => (memory[plan.slots[id] as number] as Float32Array).subarray(0, side * side * channels)
  const scales = new Float32Array(affines.length)
  const affineAt = (index: number): Affine => {
    const [start, channels] = [affines.starts[index] as number, affines.channels[index] as number]
    return { scale: scales.subarray(start, start + channels), offset: scales.subarray(start + channels, start + 2 * channels) }
  }
  const works = plan.steps.map((step) => workOf(step, of, affineAt, prepare, onInput))
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
  prepare: Convolutions['prepare'],
  onInput?: (affine: number, x: Float32Array) => void,
): () => void {
  const [x, y] = [of(step.from), of(step.to)]
  switch (step.kind) {
    case 'convolution': {
      const convolve = prepare(step, x, y)
      return () => {
        convolve()
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
