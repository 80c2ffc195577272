// What is chosen for a film, of every kind and however often the kind is changed.
import {
  FILM_FACTS,
  FILM_LIMITS,
  FIRST_SAMPLES,
  type Film,
  type FilmEdits,
  type FilmSettings,
  type SampleFilmKind,
} from '../../spec/films.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { InterpolationMethod } from '../../spec/report.ts'
import { firstPoints } from './points.ts'

export interface FilmForm {
  readonly kind: Film['kind']
  /** Of each kind its own samples. */
  readonly chosen: Readonly<Record<SampleFilmKind, readonly SeedPoint[]>>
  readonly method: InterpolationMethod
  readonly radius: number
  /** Of a walk or a circle that was brought from the studio, what it had set for all pictures. */
  readonly edits: FilmEdits
  /** `factor` null: as large as suits the film. */
  readonly settings: Omit<FilmSettings, 'factor'> & { readonly factor: number | null }
}

export const initialFilm: FilmForm = {
  kind: 'walk',
  chosen: {
    between: firstPoints(FIRST_SAMPLES.between),
    walk: firstPoints(FIRST_SAMPLES.walk),
    'noise-loop': firstPoints(FIRST_SAMPLES['noise-loop']),
    snapshots: firstPoints(FIRST_SAMPLES.snapshots),
  },
  method: 'slerp',
  radius: FILM_LIMITS.radius.default,
  edits: {},
  settings: {
    format: 'mp4',
    seconds: FILM_LIMITS.seconds.default,
    framesPerSecond: FILM_FACTS.mp4.defaultRate,
    factor: null,
    smooth: false,
  },
}
