// Directions as tensors that stand in a file beside those of the generator.
import type { Direction, Directions, NormShifts } from '../../gan/latent/directions.ts'
import { DIRECTION_SETS, type DirectionSet } from '../../spec/picture-code.ts'
import type { NamedTensor, NamedTensors } from '../model.ts'

/** Of each set the shares of its directions, which no picture depends on. */
export type DirectionShares = Readonly<Record<DirectionSet, readonly number[]>>

const PREFIX = 'directions/'
const SHIFTS = `${PREFIX}shifts/`

/** `directions/pc` and `directions/cf` [directions, latent], and `directions/shifts/NAME` of each norm [directions of both sets, C]. */
export function directionTensors({ sets, shifts }: Directions): NamedTensors {
  const vectors = DIRECTION_SETS.map((set) => [PREFIX + set, rowsOf(sets[set].map(({ vector }) => vector))] as const)
  const ofNorms = Object.entries(shifts ?? {}).map(([name, rows]) => [SHIFTS + name, rowsOf(rows)] as const)
  return Object.fromEntries([...vectors, ...ofNorms])
}

export function directionShares({ sets }: Directions): DirectionShares {
  return { pc: sets.pc.map(({ share }) => share), cf: sets.cf.map(({ share }) => share) }
}

/** @throws Error where they are not there */
export function readDirections(tensors: NamedTensors, shares: DirectionShares): Directions {
  const readSet = (set: DirectionSet): Direction[] => {
    return splitRows(tensors[PREFIX + set]).map((vector, k) => ({ vector, share: shares[set][k] ?? 0 }))
  }
  const ofNorms = Object.entries(tensors).flatMap(([name, tensor]) => {
    return name.startsWith(SHIFTS) ? [[name.slice(SHIFTS.length), splitRows(tensor)] as const] : []
  })
  const shifts: NormShifts | null = ofNorms.length === 0 ? null : Object.fromEntries(ofNorms)
  return { sets: { pc: readSet('pc'), cf: readSet('cf') }, shifts }
}

function rowsOf(rows: readonly Float32Array[]): NamedTensor {
  const length = rows[0]?.length ?? 0
  const values = new Float32Array(rows.length * length)
  rows.forEach((row, k) => {
    values.set(row, k * length)
  })
  return { shape: [rows.length, length], values }
}

function splitRows(tensor: NamedTensor | undefined): Float32Array[] {
  if (!tensor) throw new Error('the directions are not all there')
  const [rows, length] = tensor.shape as [number, number]
  return Array.from({ length: rows }, (_, k) => tensor.values.slice(k * length, (k + 1) * length))
}
