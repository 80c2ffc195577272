// A convolution as several simpler ones, each of which computes every n-th pixel: where the image is enlarged before it, or it is a transposed one,
// these read fewer pixels than the kernel has taps.
import type { Convolution } from './steps.ts'

/** Output pixels at rows `spread · i + shiftH`, columns `spread · j + shiftW`, i and j below `side`, as a convolution of that stride. */
export interface Phase {
  readonly side: number
  readonly spread: number
  readonly shiftH: number
  readonly shiftW: number
  readonly stride: number
  readonly inputs: number
  readonly outputs: number
  /** Of output (i, j) each reads input (stride · i + dh, stride · j + dw); outside there are zeros. */
  readonly taps: readonly PhaseTap[]
}

export interface PhaseTap {
  readonly dh: number
  readonly dw: number
  /** [outputs, inputs] */
  readonly weight: Float32Array
}

export function phasesOf(step: Convolution): Phase[] {
  const { inputs, outputs, geometry } = step
  const { transposed, enlarged, stride, outputSide } = geometry
  const spread = transposed ? stride : enlarged
  const shifts = Array.from({ length: spread }, (_, shift) => shift)
  return shifts.flatMap((shiftH) =>
    shifts.map((shiftW) => ({
      side: outputSide / spread,
      spread,
      shiftH,
      shiftW,
      stride: transposed ? 1 : stride,
      inputs,
      outputs,
      taps: tapsAt(step, shiftH, shiftW),
    })),
  )
}

/** Taps that read the same pixel become one, whose weights are the sum of theirs. */
function tapsAt({ geometry, weight, inputs, outputs }: Convolution, shiftH: number, shiftW: number): PhaseTap[] {
  const { kernel, stride, padding, transposed, enlarged } = geometry
  /** How far from its own place a tap reads; null: between two pixels, where nothing is. */
  const offset = (shift: number, tap: number) => {
    if (!transposed) return Math.floor((shift + tap - padding) / enlarged)
    const place = (shift + padding - tap) / stride
    return Number.isInteger(place) ? place : null
  }
  const size = outputs * inputs
  const taps = new Map<string, PhaseTap>()
  for (let row = 0; row < kernel; row++) {
    for (let column = 0; column < kernel; column++) {
      const [dh, dw] = [offset(shiftH, row), offset(shiftW, column)]
      if (dh === null || dw === null) continue
      const tap = taps.get(`${dh} ${dw}`) ?? { dh, dw, weight: new Float32Array(size) }
      taps.set(`${dh} ${dw}`, tap)
      const from = (row * kernel + column) * size
      for (let i = 0; i < size; i++) tap.weight[i] = (tap.weight[i] as number) + (weight[from + i] as number)
    }
  }
  return [...taps.values()]
}
