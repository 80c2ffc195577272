// Which points a film draws: most of its kinds say them themselves, a path goes between them.
import { filmFrames, pathFrames } from '../../spec/film-frames.ts'
import type { Film } from '../../spec/films.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { blendPoint } from './blend.ts'
import type { CodeSpace } from './codes.ts'

/** Of each frame its pictures: see `filmFrames` and `pathFrames`. @throws RangeError as these, and as `blendPoint` */
export function filmPoints(film: Film, frames: number, space: CodeSpace): readonly (readonly LatentPoint[])[] {
  if (film.kind !== 'path') return filmFrames(film, frames)
  return pathFrames(film, frames).map((blend) => [blendPoint(blend, space)])
}
