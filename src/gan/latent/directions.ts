// Directions of a generator, and how a point goes along them: in its latent, which all layers see the effect of, or in the norms of some layers alone.
// player/directions finds them.
import {
  DIRECTION_SETS,
  type DirectionEdit,
  type DirectionSet,
  LAYER_ZONES,
  type LayerZone,
  roundPosition,
} from '../../spec/picture-code.ts'

export interface Direction {
  /** How much of what changes, 0 to 1: of the variance of the activations, or of the squared weights. */
  readonly share: number
  /** Of length 1, so that latents have a standard deviation of 1 along it, [latent]. */
  readonly vector: Float32Array
}

/**
 * What one sigma along each direction adds to the channel means of the input of a norm, by the name of the norm: one [C] for each direction, those of
 * `pc` before those of `cf`.
 */
export type NormShifts = Readonly<Record<string, readonly Float32Array[]>>

export interface Directions {
  /** As many in each, the one that changes most first. */
  readonly sets: Readonly<Record<DirectionSet, readonly Direction[]>>
  /** Null where nobody has asked for directions limited to a zone. */
  readonly shifts: NormShifts | null
}

/** What must be found before a point can be drawn: `zoned`: directions with their shifts. */
export type AskedDirections = 'none' | 'latent' | 'zoned'

export function directionsAskedBy(points: readonly { readonly directions?: readonly DirectionEdit[] }[]): AskedDirections {
  const edits = points.flatMap(({ directions = [] }) => directions)
  if (edits.length === 0) return 'none'
  return edits.some(({ zone }) => zone !== undefined) ? 'zoned' : 'latent'
}

/** z after the edits that are of the latent itself, [latent]. @throws RangeError where there is no such direction */
export function alongDirections(z: Float32Array, edits: readonly DirectionEdit[], directions: Directions | undefined): Float32Array {
  const moved = z.slice()
  for (const { set, index, sigmas, zone } of edits) {
    const { vector } = findDirection(set, index, directions)
    if (zone !== undefined) continue
    for (let i = 0; i < moved.length; i++) moved[i] = (moved[i] as number) + roundPosition(sigmas) * (vector[i] as number)
  }
  return moved
}

/**
 * How far the edits that are limited to a zone go along each direction, in sigma: [zones · directions], the early zone first. It stands at the end of a
 * code; empty where shifts are not known.
 * @throws RangeError where there is no such direction
 * @throws Error where the shifts that it needs are not known
 */
export function zonedSigmas(edits: readonly DirectionEdit[], { sets, shifts }: Directions): Float32Array {
  const perSet = sets.pc.length
  const perZone = DIRECTION_SETS.length * perSet
  const sigmas = new Float32Array(shifts ? LAYER_ZONES.length * perZone : 0)
  for (const { set, index, sigmas: size, zone } of edits) {
    if (zone === undefined) continue
    if (!shifts) throw new Error('the directions of this generator were found without those of its layers')
    const at = LAYER_ZONES.indexOf(zone) * perZone + DIRECTION_SETS.indexOf(set) * perSet + index
    sigmas[at] = (sigmas[at] as number) + roundPosition(size)
  }
  return sigmas
}

function findDirection(set: DirectionSet, index: number, directions: Directions | undefined): Direction {
  const known = directions?.sets[set] ?? []
  const found = known[index]
  if (!found) throw new RangeError(`there is no direction ${set}${index + 1} among ${known.length}`)
  return found
}

/**
 * The mean that a norm takes away of a picture that goes along directions in its zone, [C]: less by as much as the input would have become more.
 * @param shifts of that norm @param sigmas see `zonedSigmas`; empty: not at all
 */
export function shiftedMean(mean: Float32Array, shifts: readonly Float32Array[], zone: LayerZone, sigmas: Float32Array): Float32Array {
  const own = sigmas.subarray(LAYER_ZONES.indexOf(zone) * shifts.length, (LAYER_ZONES.indexOf(zone) + 1) * shifts.length)
  if (own.every((size) => size === 0)) return mean
  return mean.map((value, c) => own.reduce((left, size, k) => left - size * (shifts[k]?.[c] as number), value))
}
