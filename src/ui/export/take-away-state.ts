// What is chosen in “Take away”: it outlives the closed dialog.
import { useState } from 'react'
import type { ExportRequest, TensorLayout, WeightPrecision } from '../../spec/exports.ts'
import { store, useStore } from '../app/store.ts'
import { pointOfSample } from '../samples/picture-codes.ts'
import type { SamplesSlice } from '../samples/samples-slice.ts'
import { type FilmForm, initialFilm } from './film-choices.ts'
import { withWanted } from './film-form.ts'

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
const NETWORKS: NetworksForm = { precision: 'auto', network: 'generator', layout: 'nchw', content: 'state' }

export function useTakeAwayState() {
  const [section, setSection] = useState<Section>('pictures')
  const film = useForm(() => withEnds(initialFilm, store.getState().samples))
  const wanted = useStore(({ files }) => files.wantedFilm)
  const [seen, setSeen] = useState<typeof wanted>(null)
  if (wanted !== seen) {
    setSeen(wanted)
    if (wanted) {
      setSection('film')
      film.change(withWanted(film.form, wanted))
    }
  }
  return { section, setSection, pictures: useForm(PICTURES), film, networks: useForm(NETWORKS) }
}

/** The film between A and B begins with those that are chosen on the page. */
export function withEnds(form: FilmForm, { a, b }: Pick<SamplesSlice, 'a' | 'b'>): FilmForm {
  return a && b ? { ...form, chosen: { ...form.chosen, between: [pointOfSample(a), pointOfSample(b)] } } : form
}

function useForm<T extends object>(initial: T | (() => T)): FormProps<T> {
  const [form, setForm] = useState(initial)
  return { form, change: (changes) => setForm((before) => ({ ...before, ...changes })) }
}
