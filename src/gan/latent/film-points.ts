// Which points a film draws: most of its kinds say them themselves, a path goes between them.
import { filmFrames, pathFrames } from '../../spec/film-frames.ts'
import type { Film } from '../../spec/films.ts'
import type { LatentPoint, PointEdits } from '../../spec/picture-code.ts'
import { blendPoint } from './blend.ts'
import type { CodeSpace } from './codes.ts'

/** Of each frame its pictures: see `filmFrames` and `pathFrames`. @throws RangeError as these, and as `blendPoint` */
export function filmPoints(film: Film, frames: number, space: CodeSpace): readonly (readonly LatentPoint[])[] {
  if (film.kind !== 'path') return filmFrames(film, frames)
  return pathFrames(film, frames).map((blend) => [blendPoint(blend, space)])
}

/** What of a film may go along directions, which must be known before its points are: all of it, and the keys of a path. */
export function editsInFilm(film: Film): readonly Pick<PointEdits, 'directions'>[] {
  if (film.kind === 'path') return [film, ...film.path.keys.map(({ point }) => point)]
  return film.kind === 'walk' || film.kind === 'noise-loop' ? [film] : []
}
