// Actions on a picture that was found for a photo, and on its search. Loaded with the studio.
import type { FoundPicture } from '../../spec/find-latent.ts'
import { type LatentPoint, seedPoint } from '../../spec/picture-code.ts'
import type { Action } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { FindActions } from './find-commands.ts'
import { edit } from './history.ts'
import type { Corners, PadState } from './studio-state.ts'
import { studioStore } from './studio-store.ts'

const cancel: Action<FindActions> = {
  label: 'Cancel',
  blocked: ({ find: { underWay } }) => (underWay?.cancelling ? REASONS.cancelling : null),
  run: (actions) => actions.cancelFind(),
}

/** In a corner of the pad, where the large picture then is. */
const use: Action<FindActions, FoundPicture> = {
  label: 'Use it',
  run: (_, found) => edit(({ pad }) => ({ tool: 'pad', pad: withCorner(pad, pointOf(found)) })),
  announce: () => 'The picture is in a corner of the pad.',
}

const star: Action<FindActions, { readonly found: FoundPicture; readonly name: string | null }> = {
  label: 'Star it',
  blocked: (_, { found }) =>
    studioStore.getState().stars.some(({ point }) => point.latent === found.latent && point.class === pointOf(found).class)
      ? 'It is among the stars.'
      : null,
  run: (_, { found, name }) => edit(({ stars }) => ({ stars: [...stars, { point: pointOf(found), name }] })),
  announce: () => 'The picture is among the stars.',
}

export const findActions = { cancel, use, star }

function pointOf({ latent, class: index }: FoundPicture): LatentPoint {
  return { ...seedPoint(0, index), latent }
}

/** In the first corner that is not locked, or else in the first. */
export function withCorner(pad: PadState, point: LatentPoint): PadState {
  const free = Math.max(0, pad.locked.indexOf(false))
  const corners = pad.corners.map((corner, i) => (i === free ? point : corner))
  return { ...pad, corners: corners as unknown as Corners, x: free % 2, y: Math.floor(free / 2) }
}
