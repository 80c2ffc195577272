// What is chosen for a film, as the film and the settings that are asked for.
import {
  FILM_FACTS,
  FILM_FORMATS,
  FILM_LIMITS,
  type Film,
  type FilmFormat,
  type FilmOffer,
  type FilmSettings,
  filmFactors,
  type PathFilm,
  planFilm,
  type SampleFilmKind,
} from '../../spec/films.ts'
import { pathSeconds } from '../../spec/paths.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import { duration } from '../../spec/words.ts'
import type { FilmForm } from './film-choices.ts'
import type { WantedFilm } from './wanted-film.ts'

export const FILM_NAMES: Readonly<Record<Film['kind'], string>> = {
  walk: 'Walk through samples',
  between: 'From A to B and back',
  'noise-loop': 'Circle around samples',
  path: 'Path of the studio',
  snapshots: 'Through training',
}

/** What each shows. */
export const FILM_HELP: Readonly<Record<Film['kind'], string>> = {
  walk: 'From each sample to the next, and from the last to the first.',
  between: 'From one sample to the other, and the same way back.',
  'noise-loop': 'Each sample moves on a circle through what is near to it.',
  path: 'Through the key pictures that are laid out in the studio, with its variety and directions.',
  snapshots: 'The same samples at every kept step: how they were learnt.',
}

/** How many samples each takes. */
export const CHOSEN: Readonly<Record<SampleFilmKind, { readonly min: number; readonly max: number }>> = {
  walk: FILM_LIMITS.stops,
  between: { min: 2, max: 2 },
  'noise-loop': { min: 1, max: 16 },
  snapshots: FILM_LIMITS.cells,
}

/** @param path that of the studio */
export function filmOf({ kind, chosen, method, radius, edits }: FilmForm, path: PathFilm): Film {
  switch (kind) {
    case 'between': {
      const [a = FIRST, b = a] = chosen[kind]
      return { kind, a, b, method }
    }
    case 'walk':
      return { kind, stops: chosen[kind], method, ...edits }
    case 'noise-loop':
      return { kind, points: chosen[kind], radius, ...edits }
    case 'path':
      return path
    case 'snapshots':
      return { kind, points: chosen[kind] }
    default:
      return kind satisfies never
  }
}

const FIRST: SeedPoint = { seed: 1 }

/** The form with a film that was asked for. Seconds are brought to what a film may last. */
export function withWanted(form: FilmForm, wanted: WantedFilm): FilmForm {
  const { min, max } = FILM_LIMITS.seconds
  const seconds = Math.min(max, Math.max(min, wanted.seconds))
  const before = { ...form, kind: wanted.kind, settings: { ...form.settings, seconds } }
  switch (wanted.kind) {
    case 'path':
      return before
    case 'walk':
      return { ...before, chosen: { ...form.chosen, walk: wanted.stops }, method: 'slerp', edits: wanted.edits }
    case 'noise-loop':
      return { ...before, chosen: { ...form.chosen, 'noise-loop': [wanted.point] }, radius: wanted.radius, edits: wanted.edits }
    default:
      return wanted satisfies never
  }
}

/** Of a path that lasts longer than a film may, what becomes of it; null of all others, which a person makes as long as wanted. */
export function longerInStudio(film: Film): string | null {
  const seconds = film.kind === 'path' ? pathSeconds(film.path) : 0
  return seconds > FILM_LIMITS.seconds.max
    ? `The path takes ${duration(seconds)} in the studio and a film at most ${FILM_LIMITS.seconds.max} s, so it plays faster here.`
    : null
}

/** @param size of a picture of the run */
export function settingsOf(form: FilmForm, film: Film, size: number): FilmSettings {
  const { factor, ...settings } = form.settings
  const factors = factorsOf(form, film, size)
  const suited = factors.find((each) => each > 1) ?? 1
  return { ...settings, factor: factor !== null && factors.includes(factor) ? factor : suited }
}

/** Whole factors to choose from. */
export function factorsOf(form: FilmForm, film: Film, size: number): readonly number[] {
  return filmFactors(planFilm(film, { ...form.settings, factor: 1 }, size))
}

/** A format that this browser does not encode gives way to the first that it does. @param offers null until it was asked */
export function withOfferedFormat(form: FilmForm, offers: readonly FilmOffer[] | null): FilmForm {
  const isOffered = (format: FilmFormat) => offers?.find((offer) => offer.format === format)?.sentence == null
  const offered = FILM_FORMATS.find(isOffered)
  return isOffered(form.settings.format) || offered === undefined ? form : { ...form, ...withFormat(form, offered) }
}

/** Other formats count time in other steps. */
export function withFormat({ settings }: FilmForm, format: FilmFormat): Pick<FilmForm, 'settings'> {
  const { rates, defaultRate } = FILM_FACTS[format]
  const framesPerSecond = rates.includes(settings.framesPerSecond) ? settings.framesPerSecond : defaultRate
  return { settings: { ...settings, format, framesPerSecond } }
}
