// What a film shows: its kind, its samples, and how it goes from one to the next.
import { FILM_KINDS, FILM_LIMITS } from '../../spec/films.ts'
import text from '../shared/text.module.css'
import { Terms } from '../terms/terms-in-text.tsx'
import { ChoiceRow } from './choice-row.tsx'
import type { FilmForm } from './film-choices.ts'
import { CHOSEN, FILM_HELP, FILM_NAMES } from './film-form.ts'
import form from './form.module.css'
import { NumberField } from './number-field.tsx'
import { SamplePicker } from './sample-picker.tsx'
import { SelectField } from './select-field.tsx'
import { StudioEdits, StudioPath } from './studio-film.tsx'
import type { FormProps } from './take-away-state.ts'

const METHODS = [
  { value: 'slerp', label: 'Slerp' },
  { value: 'lerp', label: 'Lerp' },
] as const

export function FilmWay({ form: chosen, change }: FormProps<FilmForm>) {
  const { kind, method, radius, edits } = chosen
  return (
    <>
      <SelectField
        label="What it shows"
        value={kind}
        options={FILM_KINDS.map((value) => ({ value, label: FILM_NAMES[value] }))}
        onChange={(value) => change({ kind: value })}
      />
      <p className={`${text.soft} ${form.help}`}>
        <Terms mark={{ snapshot: 'kept step' }}>{FILM_HELP[kind]}</Terms>
      </p>
      {kind === 'path' ? (
        <StudioPath />
      ) : (
        <SamplePicker
          key={kind}
          points={chosen.chosen[kind]}
          limits={CHOSEN[kind]}
          letters={kind === 'between'}
          onChange={(points) => change({ chosen: { ...chosen.chosen, [kind]: points } })}
        />
      )}
      {(kind === 'walk' || kind === 'between') && (
        <ChoiceRow label="Interpolation" options={METHODS} value={method} onChange={(value) => change({ method: value })} />
      )}
      {kind === 'noise-loop' && (
        <NumberField
          label="Radius, in quarter turns"
          value={radius}
          min={FILM_LIMITS.radius.min}
          max={FILM_LIMITS.radius.max}
          step={0.01}
          onChange={(value) => change({ radius: value })}
        />
      )}
      {(kind === 'walk' || kind === 'noise-loop') && <StudioEdits edits={edits} onLeaveOut={() => change({ edits: {} })} />}
    </>
  )
}
