// Actions on a picture that was found for a photo, and on its search. Loaded with the studio.
import type { FoundPicture } from '../../../spec/find-latent.ts'
import { type LatentPoint, seedPoint } from '../../../spec/picture-code.ts'
import type { Action } from '../../app/action.ts'
import { REASONS } from '../../app/blockers.ts'
import { StarIcon } from '../../shared/icons.tsx'
import { CORNER_INDICES, positionOfCorner } from '../pad/pad-moves.ts'
import { edit } from '../state/history.ts'
import { hasStar, MAX_STAR_NAME, setCorner } from '../state/studio-edits.ts'
import type { StudioState } from '../state/studio-state.ts'
import { studioStore } from '../state/studio-store.ts'
import type { FindActions } from './find-commands.ts'

const cancel: Action<FindActions> = {
  label: 'Cancel',
  blocked: ({ find: { underWay } }) => (underWay?.cancelling ? REASONS.cancelling : null),
  run: (actions) => actions.cancelFind(),
}

/** In a corner of the pad, where the large picture then is. */
const use: Action<FindActions, FoundPicture> = {
  label: 'Use it',
  run: (_, found) => edit((state) => intoPad(state, pointOf(found))),
  announce: () => 'The picture is in a corner of the pad.',
}

const star: Action<FindActions, { readonly found: FoundPicture; readonly name: string | null }> = {
  label: 'Star it',
  icon: StarIcon,
  blocked: (_, { found }) => (hasStar(studioStore.getState(), pointOf(found)) ? 'It is among the stars.' : null),
  run: (_, { found, name }) =>
    edit(({ stars }) => ({ stars: [...stars, { point: pointOf(found), name: name?.slice(0, MAX_STAR_NAME) ?? null }] })),
  announce: () => 'The picture is among the stars.',
}

export const findActions = { cancel, use, star }

function pointOf({ latent, class: index }: FoundPicture): LatentPoint {
  return { ...seedPoint(0, index), latent }
}

/** In the first corner that is not locked, or else in the first. */
export function intoPad(state: StudioState, point: LatentPoint): Partial<StudioState> {
  const corner = CORNER_INDICES.find((each) => !state.pad.locked[each]) ?? 0
  const { pad } = { ...state, ...setCorner(state, corner, point) }
  return { tool: 'pad', pad: { ...pad, ...positionOfCorner(corner) } }
}
