// What is chosen for a film, as the film and the settings that are asked for.
import {
  FILM_FACTS,
  type Film,
  type FilmFormat,
  type FilmPlan,
  type FilmSettings,
  filmFactors,
  filmSize,
  planFilm,
} from '../../spec/films.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { FilmForm } from './take-away-state.ts'

export const FILM_NAMES: Readonly<Record<Film['kind'], string>> = {
  walk: 'Walk through samples',
  between: 'From A to B and back',
  'noise-loop': 'Circle around samples',
  snapshots: 'Through training',
}

/** What each shows. */
export const FILM_HELP: Readonly<Record<Film['kind'], string>> = {
  walk: 'From each sample to the next, and from the last to the first.',
  between: 'From one sample to the other, and the same way back.',
  'noise-loop': 'Each sample moves on a circle through what is near to it.',
  snapshots: 'The same samples at every kept step: how they were learnt.',
}

/** How many samples each takes. */
export const CHOSEN: Readonly<Record<Film['kind'], { readonly min: number; readonly max: number }>> = {
  walk: { min: 2, max: 64 },
  between: { min: 2, max: 2 },
  'noise-loop': { min: 1, max: 16 },
  snapshots: { min: 1, max: 64 },
}

export function filmOf({ kind, chosen, method, radius }: FilmForm): Film {
  const points = chosen[kind]
  switch (kind) {
    case 'between': {
      const [a = FIRST, b = a] = points
      return { kind, a, b, method }
    }
    case 'walk':
      return { kind, stops: points, method }
    case 'noise-loop':
      return { kind, points, radius }
    case 'snapshots':
      return { kind, points }
    default:
      return kind satisfies never
  }
}

const FIRST: SeedPoint = { seed: 1 }

/** @param size of a picture of the run */
export function settingsOf(form: FilmForm, size: number): FilmSettings {
  const { factor, ...settings } = form.settings
  const factors = factorsOf(form, size)
  const suited = factors.find((each) => each > 1) ?? 1
  return { ...settings, factor: factor !== null && factors.includes(factor) ? factor : suited }
}

/** Whole factors to choose from. */
export function factorsOf(form: FilmForm, size: number): readonly number[] {
  return filmFactors(planFilm(filmOf(form), { ...form.settings, factor: 1 }, size))
}

/** Other formats count time in other steps. */
export function withFormat({ settings }: FilmForm, format: FilmFormat): Pick<FilmForm, 'settings'> {
  const { rates, defaultRate } = FILM_FACTS[format]
  const framesPerSecond = rates.includes(settings.framesPerSecond) ? settings.framesPerSecond : defaultRate
  return { settings: { ...settings, format, framesPerSecond } }
}

/** Bytes for a pixel of a picture as it is drawn, as tried on trained runs; enlarging hardly adds any. */
const BYTES = { gif: 0.9, mp4: 0.35, webm: 0.25 }

/** Roughly: it depends on what is in the pictures. */
export function estimateFilm(plan: FilmPlan): number {
  const { width, height } = filmSize({ ...plan, settings: { ...plan.settings, factor: 1 } })
  return Number((plan.frames * width * height * BYTES[plan.settings.format] * Math.sqrt(plan.settings.factor)).toPrecision(1))
}
