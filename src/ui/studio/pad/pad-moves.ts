// Where a pointer or a key moves the position on the pad, and the position in words.
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { formatPercent } from '../../shared/format.ts'
import type { PadState } from '../state/studio-state.ts'

/** 0 to 1 from the left and from the top. */
export interface Position {
  readonly x: number
  readonly y: number
}

export type Axis = 'x' | 'y'

/** Names of the corners, in the order of PadState. */
export const CORNERS = ['A', 'B', 'C', 'D'] as const
export const CORNER_PLACES = ['top left', 'top right', 'bottom left', 'bottom right'] as const

const STEP = 0.01
const PAGE = 0.1
/** Digits of a position: a thousandth of the pad is less than a pixel. */
const SCALE = 1000

/** To a thousandth, within the pad. */
export function clampToPad(value: number): number {
  return Math.round(SCALE * Math.min(1, Math.max(0, value))) / SCALE
}

/** @param box of the pad, in the same pixels as the pointer */
export function positionAt(box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>, clientX: number, clientY: number): Position {
  return { x: clampToPad((clientX - box.left) / box.width), y: clampToPad((clientY - box.top) / box.height) }
}

const DIRECTIONS: Readonly<Record<string, { readonly axis: Axis; readonly by: 1 | -1; readonly isPage?: true }>> = {
  ArrowLeft: { axis: 'x', by: -1 },
  ArrowRight: { axis: 'x', by: 1 },
  ArrowUp: { axis: 'y', by: -1 },
  ArrowDown: { axis: 'y', by: 1 },
  PageUp: { axis: 'y', by: -1, isPage: true },
  PageDown: { axis: 'y', by: 1, isPage: true },
}

/** What a key does, as on two sliders: arrows a step, with Shift (up and down also as page keys) ten; Home and End to the left and right edge. Null: nothing. */
export function moveByKey(from: Position, { key, shiftKey }: { key: string; shiftKey: boolean }): (Position & { axis: Axis }) | null {
  if (key === 'Home' || key === 'End') return { ...from, x: key === 'Home' ? 0 : 1, axis: 'x' }
  const move = DIRECTIONS[key]
  if (move === undefined) return null
  const { axis, by, isPage = false } = move
  return { ...from, [axis]: clampToPad(from[axis] + by * (isPage || shiftKey ? PAGE : STEP)), axis }
}

/** “60 % towards B, 20 % towards C; nearest to D, seed 1042”. */
export function describePosition({ x, y, corners }: Pick<PadState, 'x' | 'y' | 'corners'>): string {
  const nearest = nearestCorner({ x, y })
  return `${formatPercent(x)} towards B, ${formatPercent(y)} towards C; nearest to ${CORNERS[nearest]}, ${describeCorner(corners[nearest])}`
}

export function nearestCorner({ x, y }: Position): CornerIndex {
  return y < 0.5 ? (x < 0.5 ? 0 : 1) : x < 0.5 ? 2 : 3
}

export type CornerIndex = 0 | 1 | 2 | 3
export const CORNER_INDICES: readonly CornerIndex[] = [0, 1, 2, 3]

/** Where a corner is. */
export function positionOfCorner(corner: CornerIndex): Position {
  return { x: corner % 2, y: corner < 2 ? 0 : 1 }
}

/** “seed 7”, “seed 7, edited”: a plain sample, or a picture that was made from one. */
export function describeCorner(point: LatentPoint): string {
  if (point.latent !== undefined) return 'a found picture'
  const isEdited = point.towards ?? point.loop ?? point.pad ?? point.variety ?? point.directions?.[0]
  return `seed ${point.seed}${isEdited === undefined ? '' : ', edited'}`
}
