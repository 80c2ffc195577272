// What the studio plays, as films to take away.
import { useMemo } from 'react'
import type { FilmEdits, PathFilm } from '../../../spec/films.ts'
import { pathSeconds, type TimedPath } from '../../../spec/paths.ts'
import { walkStop } from '../../../spec/seed-walk.ts'
import type { WantedFilm } from '../../export/wanted-film.ts'
import { MORPH_SECONDS } from '../play/advance.ts'
import { type LoopState, type StudioState, shownEdits } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'

/** Stops of a walk that a film goes through, before it goes back to its first. */
const STOPS = 8

/** The same object as long as the path is the same one. */
export function useStudioPath(): PathFilm {
  const { keys, method, closed } = useStudio((state) => state.path)
  const variety = useStudio((state) => state.variety)
  const directions = useStudio((state) => state.directions)
  return useMemo(
    () => ({ kind: 'path', path: timedPath({ keys, method, closed }), ...shownEdits({ variety, directions }) }),
    [keys, method, closed, variety, directions],
  )
}

function timedPath({ keys, method, closed }: Omit<StudioState['path'], 'at'>): TimedPath {
  return { keys: keys.map(({ point, seconds, easing }) => ({ point, seconds, easing })), method, closed }
}

export function pathFilm({ path }: Pick<StudioState, 'path'>): WantedFilm {
  return { kind: 'path', seconds: pathSeconds(path) }
}

/** Once around the circle; or the next stops of the walk from where it is. */
export function loopFilm({ loop, ...state }: Pick<StudioState, 'loop' | 'variety' | 'directions'>): WantedFilm {
  const edits: FilmEdits = shownEdits(state)
  const { seed, radius, seconds } = loop.circle
  if (loop.way === 'circle') return { kind: 'noise-loop', point: { seed }, radius, seconds, edits }
  return { kind: 'walk', ...walkFilm(loop.walk), edits }
}

function walkFilm({ seed, seconds, at }: LoopState['walk']) {
  const first = Math.floor(at)
  return { stops: Array.from({ length: STOPS }, (_, i) => walkStop(seed, first + i)), seconds: STOPS * seconds }
}

/** From the one class to the other and back, as long each way as the studio plays it. */
export function morphFilm({ morph: { seed, from, to }, ...state }: Pick<StudioState, 'morph' | 'variety' | 'directions'>): WantedFilm {
  const stops = [from, to].map((each) => ({ seed, class: each }))
  return { kind: 'walk', stops, seconds: stops.length * MORPH_SECONDS, edits: shownEdits(state) }
}
