// What a person does in the studio, as changes of its state (history.ts makes them undoable).
import { isSamePoint, type LatentPoint, type SeedPoint } from '../../../spec/picture-code.ts'
import type { CornerIndex, Position } from '../pad/pad-moves.ts'
import type { Corners, StudioState, StudioTool } from './studio-state.ts'

type Change = Partial<StudioState>

/** The time machine goes on with the picture of the tool that it is opened from. */
export function chooseTool({ tool, timeOf }: StudioState, wanted: StudioTool): Change {
  return { tool: wanted, timeOf: wanted === 'time' && tool !== 'time' ? tool : timeOf }
}

export function movePad({ pad }: StudioState, to: Partial<Position>): Change {
  return { pad: { ...pad, ...to } }
}

export function setCorner({ pad }: StudioState, corner: CornerIndex, point: LatentPoint): Change {
  return { pad: { ...pad, corners: withCorner(pad.corners, corner, point) } }
}

export function withCorner(corners: Corners, corner: CornerIndex, point: LatentPoint): Corners {
  return replaced(corners, corner, point)
}

export function toggleLock({ pad }: StudioState, corner: CornerIndex): Change {
  return { pad: { ...pad, locked: replaced(pad.locked, corner, !pad.locked[corner]) } }
}

/** With their locks. */
export function swapCorners({ pad }: StudioState, one: CornerIndex, other: CornerIndex): Change {
  const { corners, locked } = pad
  return {
    pad: {
      ...pad,
      corners: replaced(replaced(corners, one, corners[other]), other, corners[one]),
      locked: replaced(replaced(locked, one, locked[other]), other, locked[one]),
    },
  }
}

/** Every corner that is not locked becomes another sample. @param sample draws one: its class, where there are any, is that of the corner */
export function shuffle({ pad }: StudioState, sample: (like: LatentPoint) => SeedPoint): Change {
  return { pad: { ...pad, corners: mapFour(pad.corners, (point, i) => (pad.locked[i] ? point : sample(point))) } }
}

/** A star for this point, or none any more where it has one. */
export function toggleStar({ stars }: StudioState, point: LatentPoint): Change {
  const others = stars.filter((star) => !isSamePoint(star.point, point))
  return { stars: others.length < stars.length ? others : [...stars, { point, name: null }] }
}

export function hasStar({ stars }: Pick<StudioState, 'stars'>, point: LatentPoint): boolean {
  return stars.some((star) => isSamePoint(star.point, point))
}

export function nameStar({ stars }: StudioState, index: number, name: string): Change {
  const wanted = name.trim().slice(0, MAX_STAR_NAME)
  return { stars: stars.map((star, i) => (i === index ? { ...star, name: wanted === '' ? null : wanted } : star)) }
}

export function removeStar({ stars }: StudioState, index: number): Change {
  return { stars: stars.filter((_, i) => i !== index) }
}

export const MAX_STAR_NAME = 60

type Four<T> = readonly [T, T, T, T]

function mapFour<T>(four: Four<T>, change: (each: T, index: CornerIndex) => T): Four<T> {
  const [a, b, c, d] = four
  return [change(a, 0), change(b, 1), change(c, 2), change(d, 3)]
}

function replaced<T>(four: Four<T>, index: CornerIndex, by: T): Four<T> {
  return mapFour(four, (each, i) => (i === index ? by : each))
}
