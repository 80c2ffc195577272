// Colour spaces, and the conversion of pictures to sRGB through XYZ for white D50, as browsers do it. By hand: colour libraries convert single
// colours rather than pictures, and do not read the curves and primaries of files as browsers do. ITU-T H.273 (the codes), ICC.1:2010, IEC 61966-2-1 (sRGB).
import type { DecodedImage } from '../image.ts'

/** From the value of a channel, 0 to 1, to linear light, 0 to 1. */
export type Curve = (value: number) => number

/** Row by row. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number]

export interface ColourSpace {
  /** Of red, green and blue. */
  readonly curves: readonly [Curve, Curve, Curve]
  /** From linear red, green and blue to XYZ for white D50. */
  readonly toXyz: Matrix3
}

/** x and y of white, red, green and blue. */
export type Chromaticities = readonly [number, number, number, number, number, number, number, number]

const D65 = [0.3127, 0.329] as const
const ILLUMINANT_C = [0.31, 0.316] as const
/** XYZ of D50, as ICC rounds it. */
const D50 = [0.9642, 1, 0.8249] as const
export const SRGB_CHROMATICITIES: Chromaticities = [...D65, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06]

function product(a: Matrix3, b: Matrix3): Matrix3 {
  const cell = (i: number) => {
    const row = i - (i % 3)
    return [0, 1, 2].reduce((sum, k) => sum + (a[row + k] as number) * (b[3 * k + (i % 3)] as number), 0)
  }
  return [cell(0), cell(1), cell(2), cell(3), cell(4), cell(5), cell(6), cell(7), cell(8)]
}

function inverse([a, b, c, d, e, f, g, h, i]: Matrix3): Matrix3 {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g]
  const scale = 1 / (a * A + b * B + c * C)
  const cells: Matrix3 = [A, c * h - b * i, b * f - c * e, B, a * i - c * g, c * d - a * f, C, b * g - a * h, a * e - b * d]
  return cells.map((cell) => cell * scale) as unknown as Matrix3
}

function times(m: Matrix3, [x, y, z]: readonly [number, number, number]): [number, number, number] {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z]
}

function diagonal([x, y, z]: readonly [number, number, number]): Matrix3 {
  return [x, 0, 0, 0, y, 0, 0, 0, z]
}

/** Bradford cone responses, for chromatic adaptation. */
const BRADFORD: Matrix3 = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296]

/** Valid matrices have cells below 2; far larger ones, or NaN, come from primaries on a line. */
const MAX_LIGHT = 10

/** @returns null where the primaries do not span a triangle */
export function matrixOf([wx, wy, rx, ry, gx, gy, bx, by]: Chromaticities): Matrix3 | null {
  const colorants: Matrix3 = [rx, gx, bx, ry, gy, by, 1 - rx - ry, 1 - gx - gy, 1 - bx - by]
  const white = [wx / wy, 1, (1 - wx - wy) / wy] as const
  const native = product(colorants, diagonal(times(inverse(colorants), white)))
  const [from, to] = [times(BRADFORD, white), times(BRADFORD, D50)]
  const adapted = diagonal([to[0] / from[0], to[1] / from[1], to[2] / from[2]])
  const matrix = product(product(inverse(BRADFORD), product(adapted, BRADFORD)), native)
  return matrix.every((cell) => Math.abs(cell) < MAX_LIGHT) ? matrix : null
}

export const SRGB_TO_XYZ = matrixOf(SRGB_CHROMATICITIES) as Matrix3
const XYZ_TO_SRGB = inverse(SRGB_TO_XYZ)

/** A power with a linear part where it is dark: ICC's parametric curve of type 4. */
export function curveOf({
  g,
  a = 1,
  b = 0,
  c = 0,
  d = 0,
  e = 0,
  f = 0,
}: Partial<Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', number>> & { g: number }): Curve {
  return (value) => (value < d ? c * value + f : Math.max(0, a * value + b) ** g + e)
}

export const SRGB_CURVE = curveOf({ g: 2.4, a: 1 / 1.055, b: 0.055 / 1.055, c: 1 / 12.92, d: 0.04045 })
/** The display curve BT.1886, which browsers use for BT.601, BT.709 and BT.2020 instead of their camera curves. */
const VIDEO_CURVE = curveOf({ g: 2.4 })

/** Chromaticities by code (H.273, table 2), without "unspecified" (2) and reserved codes. */
const PRIMARIES: Readonly<Record<number, Chromaticities>> = {
  1: SRGB_CHROMATICITIES,
  4: [...ILLUMINANT_C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08],
  5: [...D65, 0.64, 0.33, 0.29, 0.6, 0.15, 0.06],
  6: [...D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07],
  7: [...D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07],
  8: [...ILLUMINANT_C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049],
  9: [...D65, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
  10: [1 / 3, 1 / 3, 1, 0, 0, 1, 0, 0],
  11: [0.314, 0.351, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
  12: [...D65, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
  22: [...D65, 0.63, 0.34, 0.295, 0.605, 0.155, 0.077],
}

/** Curves by code (H.273, table 3). */
const TRANSFERS: Readonly<Record<number, Curve>> = {
  1: VIDEO_CURVE,
  4: curveOf({ g: 2.2 }),
  5: curveOf({ g: 2.8 }),
  6: VIDEO_CURVE,
  7: curveOf({ g: 1 / 0.45, a: 1 / 1.1115, b: 0.1115 / 1.1115, c: 1 / 4, d: 0.0913 }),
  8: (value) => value,
  11: VIDEO_CURVE,
  13: SRGB_CURVE,
  14: VIDEO_CURVE,
  15: VIDEO_CURVE,
  17: (value) => (52.37 / 48) * value ** 2.6,
}

const PQ = 16
const HLG = 18

/** Whether values may mean light brighter than white, which is shown differently from screen to screen. */
export function isHighDynamicRange(transfer: number): boolean {
  return transfer === PQ || transfer === HLG
}

/** @returns null where a code is unspecified or reserved */
export function spaceOfCodes(primaries: number, transfer: number): ColourSpace | null {
  const [points, curve] = [PRIMARIES[primaries], TRANSFERS[transfer]]
  const toXyz = points && matrixOf(points)
  return toXyz && curve ? { curves: [curve, curve, curve], toXyz } : null
}

/** Linear light to a value of sRGB, both 0 to 1. */
function encoded(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055
}

/** Entries of the table: one step is at most a quarter of an 8-bit value; values between two entries are interpolated. */
const STEPS = 1 << 14
let table: Float32Array | null = null

/** From linear light, 0 to 1, to values of sRGB, 0 to `max`. */
function encoder(max: number): (light: number) => number {
  table ??= Float32Array.from({ length: STEPS + 2 }, (_, i) => encoded(Math.min(1, i / STEPS)))
  const values = table
  return (light) => {
    const at = Math.min(1, Math.max(0, light)) * STEPS
    const step = Math.floor(at)
    const here = values[step] as number
    return Math.round(max * (here + (at - step) * ((values[step + 1] as number) - here)))
  }
}

/** Converts a picture to sRGB, in place, with as many bits. Colours outside sRGB are clipped by channel, as in browsers. */
export function toSrgb<T extends DecodedImage>(image: T, { curves, toXyz }: ColourSpace): T {
  const { pixels } = image
  const max = pixels instanceof Uint16Array ? 65_535 : 255
  const linear = curves.map((curve) => Float32Array.from({ length: max + 1 }, (_, value) => curve(value / max)))
  const [reds, greens, blues] = linear as [Float32Array, Float32Array, Float32Array]
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = product(XYZ_TO_SRGB, toXyz)
  const encode = encoder(max)
  for (let at = 0; at < pixels.length; at += 4) {
    const red = reds[pixels[at] as number] as number
    const green = greens[pixels[at + 1] as number] as number
    const blue = blues[pixels[at + 2] as number] as number
    pixels[at] = encode(rr * red + rg * green + rb * blue)
    pixels[at + 1] = encode(gr * red + gg * green + gb * blue)
    pixels[at + 2] = encode(br * red + bg * green + bb * blue)
  }
  return image
}
