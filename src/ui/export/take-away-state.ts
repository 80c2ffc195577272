// What is chosen in “Take away”: it outlives the closed dialog.
import { useState } from 'react'
import type { ExportRequest, TensorLayout, WeightPrecision } from '../../spec/exports.ts'
import { FILM_FACTS, FILM_LIMITS, FIRST_SAMPLES, type Film, type FilmSettings } from '../../spec/films.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { InterpolationMethod } from '../../spec/report.ts'
import { store } from '../app/store.ts'
import { pointOfSample } from '../samples/picture-codes.ts'
import type { SamplesSlice } from '../samples/samples-slice.ts'
import { firstPoints } from './points.ts'

export type Section = 'pictures' | 'film' | 'network' | 'numbers' | 'run'

export interface PicturesForm {
  readonly as: 'zip' | 'sheet'
  readonly first: number
  readonly count: number
  /** Null: by frequency. */
  readonly class: number | null
  readonly factor: number
  readonly smooth: boolean
}

export interface FilmForm {
  readonly kind: Film['kind']
  /** Of each kind its own samples. */
  readonly chosen: Readonly<Record<Film['kind'], readonly SeedPoint[]>>
  readonly method: InterpolationMethod
  readonly radius: number
  /** `factor` null: as large as suits the film. */
  readonly settings: Omit<FilmSettings, 'factor'> & { readonly factor: number | null }
}

export interface NetworksForm {
  readonly precision: WeightPrecision
  readonly network: Extract<ExportRequest, { kind: 'onnx' }>['network']
  readonly layout: TensorLayout
  readonly content: Extract<ExportRequest, { kind: 'safetensors' }>['content']
}

export interface FormProps<T> {
  readonly form: T
  readonly change: (changes: Partial<T>) => void
}

const PICTURES: PicturesForm = { as: 'zip', first: 1, count: 64, class: null, factor: 8, smooth: false }
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
  settings: {
    format: 'mp4',
    seconds: FILM_LIMITS.seconds.default,
    framesPerSecond: FILM_FACTS.mp4.defaultRate,
    factor: null,
    smooth: false,
  },
}
const NETWORKS: NetworksForm = { precision: 'auto', network: 'generator', layout: 'nchw', content: 'state' }

export function useTakeAwayState() {
  const [section, setSection] = useState<Section>('pictures')
  return {
    section,
    setSection,
    pictures: useForm(PICTURES),
    film: useForm(() => withEnds(initialFilm, store.getState().samples)),
    networks: useForm(NETWORKS),
  }
}

/** The film between A and B begins with those that are chosen on the page. */
export function withEnds(form: FilmForm, { a, b }: Pick<SamplesSlice, 'a' | 'b'>): FilmForm {
  return a && b ? { ...form, chosen: { ...form.chosen, between: [pointOfSample(a), pointOfSample(b)] } } : form
}

function useForm<T extends object>(initial: T | (() => T)): FormProps<T> {
  const [form, setForm] = useState(initial)
  return { form, change: (changes) => setForm((before) => ({ ...before, ...changes })) }
}
