// Brings pictures of the page into the studio: two to the corners of the pad, or one, such as that of a code: where a tool can say the point, it is
// laid out there, else it becomes a corner of the pad.
import { isSamePoint, type LatentPoint, type SeedPoint } from '../../../spec/picture-code.ts'
import type { Store } from '../../app/store.ts'
import { CORNER_INDICES, nearestCorner, positionOfCorner } from '../pad/pad-moves.ts'
import { enterRunOfPage } from '../state/first-studio.ts'
import { edit } from '../state/history.ts'
import { withCorner } from '../state/studio-edits.ts'
import { type StudioState, type StudioTarget, VARIETY } from '../state/studio-state.ts'

/** To the upper corners of the pad; the picture is half-way between them. */
export function carryToPad(page: Store, left: SeedPoint, right: SeedPoint): void {
  enterRunOfPage(page.getState())
  edit(({ pad }) => ({ tool: 'pad', pad: { ...pad, corners: [left, right, pad.corners[2], pad.corners[3]], x: 0.5, y: 0 } }))
}

export function carryPoint(page: Store, target: StudioTarget): void {
  enterRunOfPage(page.getState())
  showPoint(target)
}

/** One entry of the history, also where the generator is another one. */
export function showPoint({ point, snapshot, mix }: StudioTarget): void {
  edit((state) => ({ ...layOut(point, state), snapshot, mix }))
}

type LaidOut = Pick<StudioState, 'tool' | 'variety' | 'directions'> & Partial<Pick<StudioState, 'pad' | 'loop' | 'morph'>>

/** What of the studio is set so that its large picture is this very point. */
export function layOut(point: LatentPoint, state: Pick<StudioState, 'pad' | 'loop'>): LaidOut {
  const { variety = VARIETY.default, directions = [], ...place } = point
  if (variety > VARIETY.max) return { ...atCorner(point, state), variety: VARIETY.default, directions: [] }
  const settings = directions.map(({ zone = null, ...direction }) => ({ ...direction, zone }))
  return { ...layOutPlace(place, state), variety, directions: settings }
}

type Place = Pick<LaidOut, 'tool' | 'pad' | 'loop' | 'morph'>

function layOutPlace(place: LatentPoint, state: Pick<StudioState, 'pad' | 'loop'>): Place {
  const { towards, loop, pad, latent, ...sample } = place
  if (latent !== undefined) return atCorner(place, state)
  if (pad) {
    const { x, y, topRight, bottomLeft, bottomRight } = pad
    return { tool: 'pad', pad: { ...state.pad, corners: [sample, topRight, bottomLeft, bottomRight], x, y } }
  }
  if (loop && sample.class === undefined) {
    return { tool: 'loop', loop: { ...state.loop, way: 'circle', circle: { ...state.loop.circle, seed: sample.seed, ...loop } } }
  }
  if (towards?.method !== 'slerp') return atCorner(place, state)
  const { at, method: _, ...other } = towards
  if (other.seed === sample.seed && other.class !== undefined && sample.class !== undefined) {
    return { tool: 'morph', morph: { seed: sample.seed, from: sample.class, to: other.class, at } }
  }
  const [, , bottomLeft, bottomRight] = state.pad.corners
  return { tool: 'pad', pad: { ...state.pad, corners: [sample, other, bottomLeft, bottomRight], x: at, y: 0 } }
}

/** At the corner that has it; else in the place of the nearest one that is not locked, or of the nearest. */
function atCorner(point: LatentPoint, { pad }: Pick<StudioState, 'pad'>): Place {
  const has = CORNER_INDICES.find((corner) => isSamePoint(pad.corners[corner], point))
  const nearest = nearestCorner(pad)
  const free = [nearest, ...CORNER_INDICES].find((corner) => !pad.locked[corner])
  const corner = has ?? free ?? nearest
  return { tool: 'pad', pad: { ...pad, corners: withCorner(pad.corners, corner, point), ...positionOfCorner(corner) } }
}
