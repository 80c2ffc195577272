// Any picture to a small square: framed, on a plain background, and resampled so that nothing aliases. Both the page and the command line
// use this, never the platform's own scaler, so that the same file gives the same training image everywhere.
// The filter is the separable Lanczos-3 that image libraries use. By hand, because the library for browsers (pica) was measured to take three
// times as long on the small pictures that most sets consist of: it always filters four channels and prepares its tables for every picture.
import type { Preparation } from '../spec/config.ts'
import { BACKGROUND_LEVELS, type Frame, frameOf } from './framing.ts'
import type { RgbaImage } from './image.ts'

const LOBES = 3

/**
 * A photograph is first averaged in whole blocks until its side is between 4 and 8 times the wanted one. That is many times as fast
 * as Lanczos on every pixel, and the frequencies that the small image can show are still cut off by Lanczos.
 */
const MAX_RATIO = 4

/** For each pixel of the result the pixels of the source it is computed from. */
interface Kernel {
  readonly taps: number
  readonly starts: Int32Array
  /** [to, taps], each row sums to 1. */
  readonly weights: Float32Array
}

/** sinc(x) sinc(x / 3) within three lobes, sinc(x) = sin(pi x) / (pi x). */
function lanczos(x: number): number {
  if (x === 0) return 1
  if (Math.abs(x) >= LOBES) return 0
  const angle = Math.PI * x
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle)
}

function makeKernel(from: number, to: number): Kernel {
  const scale = Math.max(1, from / to) // shrinking widens the filter, which must pass only frequencies that the result can show
  const taps = Math.min(from, Math.ceil(LOBES * scale) * 2 + 1)
  const starts = new Int32Array(to)
  const weights = new Float32Array(to * taps)
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5
    const start = Math.min(from - taps, Math.max(0, Math.round(centre) - ((taps - 1) >> 1))) // at an edge the filter is cut off
    const row = Float64Array.from({ length: taps }, (_, tap) => lanczos((start + tap - centre) / scale))
    const sum = row.reduce((total, weight) => total + weight, 0)
    starts[i] = start
    weights.set(
      row.map((weight) => weight / sum),
      i * taps,
    )
  }
  return { taps, starts, weights }
}

/** By `from` and `to`; few, since `from` is below 8 times `to`. */
const kernels = new Map<string, Kernel>()

function kernelFor(from: number, to: number): Kernel {
  const key = `${from} ${to}`
  const kernel = kernels.get(key) ?? makeKernel(from, to)
  kernels.set(key, kernel)
  return kernel
}

/** Resamples along rows and swaps the axes, [rows, from, channels] → [to, rows, channels]: twice gives an upright result. */
function resampleRows(
  source: Float32Array<ArrayBuffer>,
  rows: number,
  from: number,
  to: number,
  channels: number,
): Float32Array<ArrayBuffer> {
  const { taps, starts, weights } = kernelFor(from, to)
  const result = new Float32Array(to * rows * channels)
  for (let i = 0; i < to; i++) {
    for (let row = 0; row < rows; row++) {
      const first = (row * from + (starts[i] as number)) * channels
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        for (let tap = 0; tap < taps; tap++) {
          sum += (weights[i * taps + tap] as number) * (source[first + tap * channels + channel] as number)
        }
        result[(i * rows + row) * channels + channel] = sum
      }
    }
  }
  return result
}

/** [height, width, channels] → [to, to, channels], 0 to 255. */
export function resample(source: Uint8Array | Float32Array, width: number, height: number, to: number, channels: number): Uint8Array {
  let values = new Float32Array(source)
  if (width !== to || height !== to) values = resampleRows(resampleRows(values, height, width, to, channels), to, height, to, channels)
  return new Uint8Array(new Uint8ClampedArray(values).buffer) // clamps and rounds
}

/** Pixels that are averaged to one before the filter. */
interface Block {
  readonly width: number
  readonly height: number
}

/** A frame as RGB, alpha laid on the background, averaged over whole blocks: [rows, columns, 3]. */
function cropOnBackground(
  { width, pixels }: RgbaImage,
  { left, top }: Frame,
  columns: number,
  rows: number,
  block: Block,
  background: number,
) {
  const crop = new Float32Array(rows * columns * 3)
  const scale = 1 / (255 * block.width * block.height)
  for (let y = 0; y < rows; y++) {
    const line = crop.subarray(y * columns * 3, (y + 1) * columns * 3)
    const first = top + y * block.height
    for (let row = first; row < first + block.height; row++) addRow(pixels, (row * width + left) * 4, line, block.width, background)
    for (let i = 0; i < line.length; i++) line[i] = (line[i] as number) * scale
  }
  return crop
}

/** Adds one row of pixels to the sums of its blocks, weighted by 255 for an opaque pixel; the rest of the 255 is background. */
function addRow(pixels: RgbaImage['pixels'], start: number, sums: Float32Array, block: number, background: number): void {
  let from = start
  for (let at = 0; at < sums.length; at += 3) {
    let red = 0
    let green = 0
    let blue = 0
    for (let i = 0; i < block; i++, from += 4) {
      const alpha = pixels[from + 3] as number
      const behind = background * (255 - alpha)
      red += (pixels[from] as number) * alpha + behind
      green += (pixels[from + 1] as number) * alpha + behind
      blue += (pixels[from + 2] as number) * alpha + behind
    }
    sums[at] = (sums[at] as number) + red
    sums[at + 1] = (sums[at + 1] as number) + green
    sums[at + 2] = (sums[at + 2] as number) + blue
  }
}

/** A picture as a training image: RGB, [size, size, 3]. */
export function toSquare(image: RgbaImage, preparation: Preparation): Uint8Array {
  const { size, background } = preparation
  const frame = frameOf(image, preparation)
  const blockOf = (length: number) => Math.max(1, Math.floor(length / (size * MAX_RATIO)))
  const block = { width: blockOf(frame.width), height: blockOf(frame.height) }
  const columns = Math.floor(frame.width / block.width)
  const rows = Math.floor(frame.height / block.height)
  // The pixels left over at the edges are fewer than one block: less than a quarter of a pixel of the result.
  const left = frame.left + ((frame.width - columns * block.width) >> 1)
  const top = frame.top + ((frame.height - rows * block.height) >> 1)
  return resample(
    cropOnBackground(image, { ...frame, left, top }, columns, rows, block, BACKGROUND_LEVELS[background]),
    columns,
    rows,
    size,
    3,
  )
}

/** Difference between channels that still counts as grey: lossy codecs make such differences in a grey picture. */
const GREY_TOLERANCE = 2

function isGrey(rgb: Uint8Array): boolean {
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at] as number
    const green = rgb[at + 1] as number
    const blue = rgb[at + 2] as number
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > GREY_TOLERANCE) return false
  }
  return true
}

/** One channel where the RGB picture is grey, else the picture as it is. */
export function packGrey(rgb: Uint8Array): Uint8Array {
  if (!isGrey(rgb)) return rgb
  return Uint8Array.from({ length: rgb.length / 3 }, (_, pixel) => rgb[pixel * 3 + 1] as number)
}
