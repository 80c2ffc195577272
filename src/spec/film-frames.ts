// Which pictures each frame of a film shows: points of the generator's input space alone, so that a file, a preview and the code of a frame agree.
import type { EditedBlend } from './blends.ts'
import type { Film, FilmEdits, PathFilm } from './films.ts'
import { pathSeconds, positionAt } from './paths.ts'
import { type LatentPoint, pointBetween, roundPosition, type SeedPoint } from './picture-code.ts'

/** Those whose pictures are between two samples at most. */
export type SampleFilm = Exclude<Film, PathFilm>

/**
 * Of each frame its pictures, as many in every one. A loop of so many frames goes on with its first. Frames are evenly spaced in time, and every leg
 * of a walk takes as long: a stop that falls between two frames is passed without being shown.
 * @param frames their number; of a film of snapshots, that of the snapshots
 * @throws RangeError where the number of frames is not a positive integer, or the film has no points
 */
export function filmFrames(film: SampleFilm, frames: number): readonly (readonly LatentPoint[])[] {
  checkFrames(frames)
  const frame = frameOf(film, frames)
  const edits = film.kind === 'walk' || film.kind === 'noise-loop' ? editsOf(film) : {}
  return Array.from({ length: frames }, (_, i) => frame(i).map((point) => ({ ...point, ...edits })))
}

/**
 * Of each frame its picture, evenly spaced in time: a closed path of so many frames goes on with its first, an open one ends at its last key.
 * @throws RangeError where the number of frames is not a positive integer, or the path has no keys
 */
export function pathFrames(film: PathFilm, frames: number): readonly EditedBlend[] {
  checkFrames(frames)
  const { path } = film
  const { method, closed } = path
  const keys = atLeastOne(path.keys).map(({ point }) => point)
  const steps = closed ? frames : Math.max(1, frames - 1)
  return Array.from({ length: frames }, (_, i) => {
    const at = roundPosition(positionAt(path, (i * pathSeconds(path)) / steps))
    return { blend: { kind: 'path', keys, method, closed, at }, ...editsOf(film) }
  })
}

function editsOf({ variety, directions }: FilmEdits): FilmEdits {
  return { ...(variety !== undefined && { variety }), ...(directions && { directions }) }
}

function checkFrames(frames: number): void {
  if (!Number.isSafeInteger(frames) || frames < 1) throw new RangeError(`a film cannot have ${frames} frames`)
}

function frameOf(film: SampleFilm, frames: number): (i: number) => readonly LatentPoint[] {
  switch (film.kind) {
    case 'between': {
      const { a, b, method } = film
      return (i) => [pointBetween(a, b, Math.min(2 * i, 2 * (frames - i)) / frames, method)]
    }
    case 'walk': {
      const stops = atLeastOne(film.stops)
      return (i) => {
        const along = i * stops.length // in the time between two frames, of which a leg takes `frames`
        const leg = Math.floor(along / frames)
        const [from, to] = [stops[leg], stops[(leg + 1) % stops.length]] as [SeedPoint, SeedPoint]
        return [pointBetween(from, to, (along % frames) / frames, film.method)]
      }
    }
    case 'noise-loop': {
      const points = atLeastOne(film.points)
      const radius = roundPosition(film.radius)
      return (i) => points.map((point) => ({ ...point, loop: { radius, at: roundPosition(i / frames) } }))
    }
    case 'snapshots': {
      const points = atLeastOne(film.points)
      return () => points
    }
    default:
      return film satisfies never
  }
}

function atLeastOne<T>(points: readonly T[]): readonly T[] {
  if (points.length === 0) throw new RangeError('a film needs a point to show')
  return points
}
