// Convolutions by our kernels on WebAssembly (src/tensor/assembly/conv2d.ts), many times faster than plain JavaScript. Not for HTML files: the policy of
// a file that is opened from disk does not let it compile anything.
import { type OwnKernels, openOwnKernels } from '../tensor/wasm/kernels.ts'
import type { Convolutions } from './convolution.ts'
import { type Phase, phasesOf } from './phases.ts'
import type { Plan } from './plan.ts'
import type { Convolution } from './steps.ts'

const FLOAT = 4
/** What one tile of the kernel computes: so many pixels of so many channels. */
const TILE = { pixels: 4, channels: 8 } as const
/** Addresses are multiples of it. */
const ALIGNMENT = 16

/** @throws where there is no WebAssembly with SIMD, or no memory */
export async function wasmConvolutions({ steps, slotSizes }: Plan): Promise<Convolutions> {
  const convolutions = steps.filter((step) => step.kind === 'convolution')
  const prepared = new Map(convolutions.map((step) => [step, phasesOf(step)]))
  const phases = [...prepared.values()].flat()
  const most = (size: (phase: Phase) => number) => phases.reduce((largest, phase) => Math.max(largest, size(phase)), 0)
  let end = ALIGNMENT // address 0 means none to the kernel
  const place = (bytes: number) => {
    const at = end
    end += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
    return at
  }
  const zeros = place(FLOAT * convolutions.reduce((largest, { inputs }) => Math.max(largest, inputs), 0))
  const table = place(FLOAT * TILE.pixels * most(({ taps }) => taps.length))
  const slots = slotSizes.map((size) => place(FLOAT * size))
  const filters = phases.map((phase) => ({ phase, taps: place(2 * FLOAT * phase.taps.length), packed: place(FLOAT * packedSize(phase)) }))
  const kernels = await openOwnKernels(end)
  for (const { phase, taps, packed } of filters) {
    new Int32Array(kernels.buffer, taps, 2 * phase.taps.length).set(phase.taps.flatMap(({ dh, dw }) => [dh, dw]))
    pack(phase, new Float32Array(kernels.buffer, packed, packedSize(phase)))
  }
  const filterOf = new Map(filters.map((filter) => [filter.phase, filter]))
  return {
    memory: slotSizes.map((size, i) => new Float32Array(kernels.buffer, slots[i], size)),
    prepare(step, x, y) {
      const calls = (prepared.get(step) ?? []).map((phase) => {
        const { taps, packed } = filterOf.get(phase) ?? { taps: 0, packed: 0 }
        return () => convolve(kernels, step, phase, { x: x.byteOffset, y: y.byteOffset, taps, packed, zeros, table })
      })
      return () => {
        for (const call of calls) call()
      }
    },
  }
}

function packedSize({ taps, inputs, outputs }: Phase): number {
  return taps.length * inputs * Math.ceil(outputs / TILE.channels) * TILE.channels
}

/** [taps, outputs, inputs] → [outputs / 8, taps, inputs, 8], zeros beyond the last. */
function pack({ taps, inputs, outputs }: Phase, packed: Float32Array): void {
  taps.forEach(({ weight }, tap) => {
    for (let o = 0; o < outputs; o++) {
      const block = Math.floor(o / TILE.channels)
      const to = (block * taps.length + tap) * inputs * TILE.channels + (o % TILE.channels)
      for (let i = 0; i < inputs; i++) packed[to + i * TILE.channels] = weight[o * inputs + i] as number
    }
  })
}

interface Addresses {
  readonly x: number
  readonly y: number
  readonly taps: number
  readonly packed: number
  readonly zeros: number
  readonly table: number
}

const NO_BIAS = 0
const LINEAR = 0

function convolve({ exports }: OwnKernels, { geometry }: Convolution, phase: Phase, at: Addresses): void {
  const { inputs, outputs, taps, side, spread, shiftH, shiftW, stride } = phase
  const { inputSide, outputSide } = geometry
  const input = [inputSide, inputSide, inputs]
  const output = [side, side, outputs]
  const grid = [outputSide, outputSide, spread, shiftH, shiftW]
  const range = [0, side * side, 0]
  exports.convolve?.(
    ...[at.x, at.packed, NO_BIAS, at.y, at.taps, taps.length, ...input, ...output, stride, ...grid],
    ...[LINEAR, 0, at.zeros, at.table, ...range],
  )
}
