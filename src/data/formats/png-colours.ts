// The colour space of a PNG, from the first of these chunks that it has, as in Chromium: cICP, iCCP, sRGB, gAMA with cHRM.
// https://www.w3.org/TR/png-3/#color-chunks
import { Unzlib } from 'fflate'
import { inflateUpTo, u8, u32be } from '../bytes.ts'
import { highDynamicRange, Refusal } from '../errors.ts'
import { type Chromaticities, type ColourSpace, curveOf, isHighDynamicRange, matrixOf, SRGB_TO_XYZ, spaceOfCodes } from './colour-space.ts'
import { type Profile, readProfile } from './icc.ts'
import { type Chunk, chunksOf } from './png-chunks.ts'

const CODES_LENGTH = 4
/** More than any real profile has when inflated. */
const MAX_PROFILE_BYTES = 4 << 20
/** gAMA and cHRM store values times this. */
const PARTS = 100_000
const SRGB_GAMMA = 1 / 2.2
/** A gamma that differs by less from that of sRGB, without cHRM, means sRGB, as in the reference decoder. */
const GAMMA_TOLERANCE = 0.05

/** @throws Refusal where the codes are invalid in a PNG (Chromium refuses the file too), or mean high dynamic range */
export function checkCodes(codes: Uint8Array): void {
  if (codes.length !== CODES_LENGTH) return
  if (u8(codes, 2) !== 0 || u8(codes, 3) > 1)
    throw new Refusal('damaged', 'The PNG is damaged: what it says of its colours (cICP) makes no sense.')
  if (u8(codes, 3) === 1 && isHighDynamicRange(u8(codes, 1))) throw highDynamicRange('png')
}

function spaceOfCicp(codes: Uint8Array): ColourSpace | null {
  return codes.length === CODES_LENGTH && u8(codes, 3) === 1 ? spaceOfCodes(u8(codes, 0), u8(codes, 1)) : null
}

function profileOf(data: Uint8Array): Profile | null {
  const nameEnd = data.indexOf(0)
  if (nameEnd < 0) return null
  try {
    const { bytes, hasMore } = inflateUpTo(MAX_PROFILE_BYTES, data.subarray(nameEnd + 2), Unzlib)
    return hasMore ? null : readProfile(bytes)
  } catch {
    return null // damaged: browsers ignore it
  }
}

function spaceOfGamma(gamma: number, chromaticities: Chromaticities | null): ColourSpace | null {
  if (gamma === 0 || (!chromaticities && Math.abs(gamma / SRGB_GAMMA - 1) < GAMMA_TOLERANCE)) return null
  const toXyz = chromaticities ? matrixOf(chromaticities) : SRGB_TO_XYZ
  const curve = curveOf({ g: 1 / gamma })
  return toXyz && { curves: [curve, curve, curve], toXyz }
}

function readChromaticities(bytes: Uint8Array, { start, length }: Chunk): Chromaticities | null {
  if (length !== 32) return null
  const at = (i: number) => u32be(bytes, start + 4 * i) / PARTS
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)]
}

interface PngColours {
  /** Null for sRGB, and where there is a lookup table. */
  readonly space: ColourSpace | null
  readonly hasTable: boolean
}

const SRGB: PngColours = { space: null, hasTable: false }

export function pngColours(bytes: Uint8Array): PngColours {
  const chunks = new Map<string, Chunk>()
  for (const chunk of chunksOf(bytes)) {
    if (chunk.name === 'IDAT') break
    if (!chunks.has(chunk.name)) chunks.set(chunk.name, chunk)
  }
  const data = ({ start, end }: Chunk) => bytes.subarray(start, end)
  const [cicp, iccp, gama, chrm] = ['cICP', 'iCCP', 'gAMA', 'cHRM'].map((name) => chunks.get(name))
  const ofCodes = cicp ? spaceOfCicp(data(cicp)) : null
  if (ofCodes) return { space: ofCodes, hasTable: false }
  const profile = iccp ? profileOf(data(iccp)) : null
  if (profile) return profile.of === (isGrey(bytes) ? 'GRAY' : 'RGB') ? profile : SRGB
  if (iccp || chunks.has('sRGB') || !gama) return SRGB
  return { space: spaceOfGamma(u32be(bytes, gama.start) / PARTS, chrm ? readChromaticities(bytes, chrm) : null), hasTable: false }
}

/** Colour types 0 and 4. */
function isGrey(bytes: Uint8Array): boolean {
  return (u8(bytes, 25) & 2) === 0
}
