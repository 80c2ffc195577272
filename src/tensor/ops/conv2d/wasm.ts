// The convolutions on WebAssembly: forward, and both gradients, from two functions of ../../assembly/conv2d.ts. The gradient with regard to
// the input is a forward convolution too: with the filter reversed, and one for each position of an input pixel modulo the stride.
import { sizeOf } from '../../shape.ts'
import type * as tf from '../../tf.ts'
import type { WasmBackend } from '../../wasm/module.ts'
import { addressOf, withScratch } from '../../wasm/tensors.ts'
import { type Activation, activationNumbers } from '../activation.ts'
import type { ConvShape } from './shape.ts'

/** Pixels that are computed together: threads take multiples of it. */
const PIXELS = 4
const CHANNELS = 8

/** Taps in one direction: where each looks from, and which row or column of the filter it is. */
type Taps = readonly { readonly offset: number; readonly of: number }[]

/** Numbers in memory. */
interface Operand {
  readonly shape: readonly number[]
  readonly address: number
}

/** A convolution of `from` [batch, inH, inW, inC] to every `spread`th pixel of the result. */
interface Task {
  readonly from: Operand
  readonly filter: Operand
  /** Whether the filter is used with its input and output channels exchanged. */
  readonly transposed: boolean
  readonly bias: Operand | null
  readonly activation: Activation | null
  readonly to: Operand
  readonly rows: Taps
  readonly columns: Taps
  readonly stride: number
  /** Pixels that are computed in each direction, and where they lie. */
  readonly height: number
  readonly width: number
  readonly spread: number
  readonly shiftH: number
  readonly shiftW: number
}

export function convolveOnWasm(
  backend: WasmBackend,
  shape: ConvShape,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  bias: tf.TensorInfo | null,
  activation: Activation | null,
): tf.TensorInfo {
  const y = backend.makeOutput([shape.batch, shape.outHeight, shape.outWidth, shape.outChannels], 'float32')
  runTask(backend, {
    from: operandOf(backend, x),
    filter: operandOf(backend, filter),
    transposed: false,
    bias: bias && operandOf(backend, bias),
    activation,
    to: operandOf(backend, y),
    rows: Array.from({ length: shape.kernelHeight }, (_, of) => ({ offset: of - shape.padTop, of })),
    columns: Array.from({ length: shape.kernelWidth }, (_, of) => ({ offset: of - shape.padLeft, of })),
    stride: shape.stride,
    height: shape.outHeight,
    width: shape.outWidth,
    spread: 1,
    shiftH: 0,
    shiftW: 0,
  })
  return y
}

export function inputGradientOnWasm(backend: WasmBackend, shape: ConvShape, dy: tf.TensorInfo, filter: tf.TensorInfo): tf.TensorInfo {
  const { stride, kernelHeight, kernelWidth, padTop, padLeft, inHeight, inWidth } = shape
  const dx = backend.makeOutput([shape.batch, inHeight, inWidth, shape.inChannels], 'float32')
  const [from, ofFilter, to] = [dy, filter, dx].map((tensor) => operandOf(backend, tensor)) as [Operand, Operand, Operand]
  const shared = { from, filter: ofFilter, transposed: true, bias: null, activation: null, to, stride: 1, spread: stride } as const
  for (let shiftH = 0; shiftH < stride; shiftH++) {
    for (let shiftW = 0; shiftW < stride; shiftW++) {
      const rows = tapsBack(shiftH + padTop, kernelHeight, stride)
      const columns = tapsBack(shiftW + padLeft, kernelWidth, stride)
      const height = Math.ceil((inHeight - shiftH) / stride)
      runTask(backend, { ...shared, rows, columns, height, width: Math.ceil((inWidth - shiftW) / stride), shiftH, shiftW })
    }
  }
  return dx
}

/** x[i · stride + shift] contributes to y[i + offset] through tap `of` of the filter: offset · stride + of = shift + padding. */
function tapsBack(shifted: number, length: number, stride: number): Taps {
  return Array.from({ length }, (_, of) => ({ offset: (shifted - of) / stride, of })).filter(({ offset }) => Number.isInteger(offset))
}

function operandOf(backend: WasmBackend, tensor: tf.TensorInfo): Operand {
  return { shape: tensor.shape, address: addressOf(backend, tensor) }
}

/** a [M, K] times b [K, N], or [N, K] where it is transposed, → y [M, N]; all are addresses. */
export function multiply(
  backend: WasmBackend,
  a: number,
  b: number,
  y: number,
  sides: { M: number; K: number; N: number },
  transposedB: boolean,
) {
  const { M, K, N } = sides
  const taps = [{ offset: 0, of: 0 }]
  runTask(backend, {
    from: { shape: [M, 1, 1, K], address: a },
    filter: { shape: [1, 1, K, N], address: b },
    transposed: transposedB,
    bias: null,
    activation: null,
    to: { shape: [M, 1, 1, N], address: y },
    rows: taps,
    columns: taps,
    stride: 1,
    height: 1,
    width: 1,
    spread: 1,
    shiftH: 0,
    shiftW: 0,
  })
}

/** Transposed a [K, M] times b [K, N] → y [M, N]: the gradient of a filter of one tap, over a line of K pixels. */
export function multiplyTransposed(
  backend: WasmBackend,
  a: number,
  b: number,
  y: number,
  { M, K, N }: { M: number; K: number; N: number },
) {
  backend.wasm.HEAPU8.fill(0, y, y + M * N * 4)
  backend.threadPool.run('filterGradient', [a, b, y, 1, 1, K, M, 1, K, N, 1, 1, 0, 0], Math.ceil(M / 4), 1, 2 * M * K * N)
}

function runTask(backend: WasmBackend, task: Task): void {
  const { from, to, rows, columns, stride, height, width, spread, shiftH, shiftW, activation } = task
  const [batch = 0, inH = 0, inW = 0, inC = 0] = from.shape
  const [, gridH = 0, gridW = 0, outC = 0] = to.shape
  const filterWidth = task.filter.shape[1] as number
  const taps = rows.flatMap((row) => columns.map((column) => ({ row, column })))
  const packedLength = Math.ceil(outC / CHANNELS) * taps.length * inC * CHANNELS
  const integers = taps.length * 3
  const { threadPool } = backend
  withScratch(backend, (integers + packedLength + inC + threadPool.threads * taps.length * PIXELS) * 4, (address) => {
    const [places, order, packed] = [address, address + taps.length * 8, address + integers * 4]
    const zeros = packed + packedLength * 4
    const heap = new Int32Array(backend.wasm.HEAPU8.buffer, places, integers)
    taps.forEach(({ row, column }, i) => {
      heap[2 * i] = row.offset
      heap[2 * i + 1] = column.offset
      heap[2 * taps.length + i] = row.of * filterWidth + column.of
    })
    backend.wasm.HEAPU8.fill(0, zeros, zeros + inC * 4)
    threadPool.run('packFilter', [task.filter.address, order, packed, taps.length, inC, outC, task.transposed ? 1 : 0], 1, 1, 0)
    const pixels = batch * height * width
    threadPool.run(
      'convolve',
      [
        from.address,
        packed,
        task.bias?.address ?? 0,
        to.address,
        places,
        taps.length,
        inH,
        inW,
        inC,
        height,
        width,
        outC,
        stride,
        gridH,
        gridW,
        spread,
        shiftH,
        shiftW,
        ...activationNumbers(activation),
        zeros,
        zeros + inC * 4,
      ],
      pixels,
      PIXELS,
      2 * pixels * taps.length * inC * outC,
    )
  })
}

export function filterGradientOnWasm(backend: WasmBackend, shape: ConvShape, x: tf.TensorInfo, dy: tf.TensorInfo): tf.TensorInfo {
  const { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, kernelHeight, kernelWidth, stride } = shape
  const sides = [kernelHeight, kernelWidth, inChannels, outChannels]
  const dw = backend.makeOutput(sides, 'float32')
  const address = addressOf(backend, dw)
  backend.wasm.HEAPU8.fill(0, address, address + sizeOf(sides) * 4)
  backend.threadPool.run(
    'filterGradient',
    [
      addressOf(backend, x),
      addressOf(backend, dy),
      address,
      batch,
      inHeight,
      inWidth,
      inChannels,
      outHeight,
      outWidth,
      outChannels,
      kernelWidth,
      stride,
      shape.padTop,
      shape.padLeft,
    ],
    kernelHeight * kernelWidth * Math.ceil(inChannels / 4),
    1,
    2 * batch * outHeight * outWidth * sizeOf(sides),
  )
  return dw
}
