// How a film is encoded: format, length, frames a second, size.
import { FILM_FACTS, FILM_FORMATS, FILM_LIMITS, type Film, type FilmPlan, type FilmSettings, filmSize } from '../../spec/films.ts'
import { useStore } from '../app/store.ts'
import text from '../shared/text.module.css'
import { ChoiceRow } from './choice-row.tsx'
import type { FilmForm } from './film-choices.ts'
import { factorsOf, withFormat } from './film-form.ts'
import form from './form.module.css'
import { NumberField } from './number-field.tsx'
import { ScalingRow } from './scaling-row.tsx'
import { SelectField } from './select-field.tsx'
import type { FormProps } from './take-away-state.ts'

type FilmSettingsProps = FormProps<FilmForm> & { readonly film: Film; readonly plan: FilmPlan }

export function FilmSettingsFields({ form: chosen, change, film, plan }: FilmSettingsProps) {
  const { settings } = chosen
  const set = (changes: Partial<FilmForm['settings']>) => change({ settings: { ...settings, ...changes } })
  return (
    <>
      <Formats form={chosen} change={change} />
      <NumberField
        label="Seconds"
        value={settings.seconds}
        min={FILM_LIMITS.seconds.min}
        max={FILM_LIMITS.seconds.max}
        step={0.1}
        onChange={(seconds) => set({ seconds })}
      />
      <SelectField
        label="Frames a second"
        value={settings.framesPerSecond}
        options={FILM_FACTS[settings.format].rates.map((value) => ({ value, label: `${value}` }))}
        onChange={(framesPerSecond) => set({ framesPerSecond })}
      />
      <SelectField
        label="Size"
        value={plan.settings.factor}
        options={factorsOf(chosen, film, plan.size).map((factor) => ({ value: factor, label: describeSize(plan, factor) }))}
        onChange={(factor) => set({ factor })}
      />
      {plan.settings.factor > 1 && <ScalingRow smooth={settings.smooth} onChange={(smooth) => set({ smooth })} />}
    </>
  )
}

function describeSize(plan: FilmPlan, factor: FilmSettings['factor']): string {
  const { width, height } = filmSize({ ...plan, settings: { ...plan.settings, factor } })
  return `${width} × ${height} px`
}

/** Below, the sentence of each format that this browser does not encode. */
function Formats({ form: chosen, change }: FormProps<FilmForm>) {
  const offers = useStore(({ files }) => files.offers)
  const refused = (offers ?? []).filter(({ sentence }) => sentence !== null)
  const offered = FILM_FORMATS.filter((format) => refused.every((other) => other.format !== format))
  return (
    <>
      <ChoiceRow
        label="Format"
        options={offered.map((value) => ({ value, label: FILM_FACTS[value].label }))}
        value={chosen.settings.format}
        onChange={(value) => change(withFormat(chosen, value))}
      />
      {refused.map(({ format, sentence }) => (
        <p key={format} className={`${text.soft} ${form.help}`} data-testid="no-encoder">
          No {FILM_FACTS[format].label}: {sentence}
        </p>
      ))}
    </>
  )
}
