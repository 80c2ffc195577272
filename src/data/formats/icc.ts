// ICC profiles that are a matrix and curves, as most are; those with lookup tables are left to decoders that support them.
// ICC.1:2010.

import { ascii, u16be, u32be } from '../bytes.ts'
import { type ColourSpace, type Curve, curveOf, type Matrix3, SRGB_TO_XYZ } from './colour-space.ts'

const HEADER_LENGTH = 128
const TAG_LENGTH = 12

export interface Profile {
  /** The kind of pixels it is for. */
  readonly of: 'RGB' | 'GRAY' | 'CMYK' | 'other'
  /** Null where there is a lookup table, or where the profile is invalid. */
  readonly space: ColourSpace | null
  /** Whether it has a lookup table, which has precedence over matrix and curves. */
  readonly hasTable: boolean
}

const fixed = (bytes: Uint8Array, at: number) => (u32be(bytes, at) | 0) / 65_536

function tagsOf(profile: Uint8Array): Map<string, number> {
  const tags = new Map<string, number>()
  const count = Math.min(100, u32be(profile, HEADER_LENGTH))
  for (let i = 0, at = HEADER_LENGTH + 4; i < count; i++, at += TAG_LENGTH) tags.set(ascii(profile, at, 4), u32be(profile, at + 4))
  return tags
}

/** The parameters of a parametric curve by its type, in the order in which they are stored. */
const PARAMETERS = ['g', 'gab', 'gabc', 'gabcd', 'gabcdef'] as const

function parametric(profile: Uint8Array, at: number): Curve | null {
  const type = u16be(profile, at + 8)
  const letters = [...(PARAMETERS[type] ?? '')]
  const { g = Number.NaN, ...others } = Object.fromEntries(letters.map((letter, i) => [letter, fixed(profile, at + 12 + 4 * i)]))
  if (!(g > 0)) return null
  const { a = 1, b = 0, c = 0 } = others
  if (type === 1) return curveOf({ g, a, b, d: -b / a })
  if (type === 2) return curveOf({ g, a, b, d: -b / a, e: c, f: c })
  return curveOf({ ...others, g })
}

function table(profile: Uint8Array, at: number, count: number): Curve | null {
  if (at + 12 + 2 * count > profile.length) return null
  const values = Float32Array.from({ length: count }, (_, i) => u16be(profile, at + 12 + 2 * i) / 65_535)
  return (value) => {
    const place = value * (count - 1)
    const step = Math.min(count - 2, Math.floor(place))
    const here = values[step] as number
    return here + (place - step) * ((values[step + 1] as number) - here)
  }
}

function readCurve(profile: Uint8Array, at: number | undefined): Curve | null {
  if (at === undefined) return null
  if (ascii(profile, at, 4) === 'para') return parametric(profile, at)
  if (ascii(profile, at, 4) !== 'curv') return null
  const count = u32be(profile, at + 8)
  if (count === 0) return (value) => value
  return count === 1 ? curveOf({ g: u16be(profile, at + 12) / 256 }) : table(profile, at, count)
}

/** XYZ of a colorant. */
function readXyz(profile: Uint8Array, at: number | undefined): [number, number, number] | null {
  if (at === undefined || ascii(profile, at, 4) !== 'XYZ ') return null
  return [fixed(profile, at + 8), fixed(profile, at + 12), fixed(profile, at + 16)]
}

function coloured(profile: Uint8Array, tags: Map<string, number>): ColourSpace | null {
  const [red, green, blue] = ['r', 'g', 'b'].map((letter) => readXyz(profile, tags.get(`${letter}XYZ`)))
  const [r, g, b] = ['r', 'g', 'b'].map((letter) => readCurve(profile, tags.get(`${letter}TRC`)))
  if (!red || !green || !blue || !r || !g || !b) return null
  const toXyz: Matrix3 = [red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]]
  return { curves: [r, g, b], toXyz }
}

function grey(curve: Curve | null): ColourSpace | null {
  return curve && { curves: [curve, curve, curve], toXyz: SRGB_TO_XYZ }
}

const KINDS: Readonly<Record<string, Profile['of']>> = { 'RGB ': 'RGB', GRAY: 'GRAY', CMYK: 'CMYK' }

/** @returns null where it is not a profile */
export function readProfile(profile: Uint8Array): Profile | null {
  if (profile.length < HEADER_LENGTH + 4 || ascii(profile, 36, 4) !== 'acsp') return null
  const tags = tagsOf(profile)
  const of = KINDS[ascii(profile, 16, 4)] ?? 'other'
  const hasTable = tags.has('A2B0') || tags.has('A2B1')
  const space = hasTable ? null : of === 'RGB' ? coloured(profile, tags) : of === 'GRAY' ? grey(readCurve(profile, tags.get('kTRC'))) : null
  return { of, space, hasTable }
}
