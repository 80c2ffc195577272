// A number setting: a text field, with a slider where that is practical. Invalid input shows a message and changes nothing.

import { useId, useState } from 'react'
import { type FieldName, kimgOf } from '../../spec/config.ts'
import type { NumberField } from '../../spec/fields.ts'
import { parseConfig } from '../../spec/parse-config.ts'
import { formatSetting } from '../../spec/words.ts'
import { store, useStore } from '../app/store.ts'
import rows from '../shared/field.module.css'
import { DiceIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { Slider } from '../shared/slider.tsx'
import { hasSlider, moveSlider, sliderRange, toPosition } from '../shared/slider-scale.ts'
import { withinRun } from './ramp.ts'
import classes from './settings-panel.module.css'

interface NumberControlProps {
  readonly name: FieldName
  readonly field: NumberField
  readonly value: number
  readonly disabled: boolean
  readonly describedBy: string
  readonly badge: boolean
  readonly onChange: (value: number) => void
}

export function NumberControl({ name, field, value, disabled, describedBy, badge, onChange }: NumberControlProps) {
  const id = useId()
  const scale = withinRun(
    field,
    value,
    useStore(({ settings }) => kimgOf(settings.config)),
  )
  const slides = hasSlider(scale)
  const { draft, problem, type } = useDraft(name, value, onChange)
  return (
    <>
      <div className={rows.row}>
        <label htmlFor={id} className={rows.label}>
          <NetworkLetters>{field.label}</NetworkLetters>
        </label>
        {badge && <span className={rows.live}>live</span>}
        {name === 'seed' && <Dice field={field} disabled={disabled} onChange={onChange} />}
        <input
          id={id}
          className={`${input.input} ${classes.number}`}
          data-wide={name === 'seed'}
          inputMode={Number.isInteger(field.step) ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={draft}
          disabled={disabled}
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem ${describedBy}` : describedBy}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </div>
      {slides && (
        <Slider
          label={`${field.label}, slider`}
          value={toPosition(scale, value)}
          {...sliderRange(scale)}
          valueText={formatSetting(value)}
          disabled={disabled}
          describedBy={describedBy}
          onChange={(position) => onChange(moveSlider(scale, value, position))}
        />
      )}
      {problem && (
        <p id={`${id}-problem`} className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

/** Chooses a random number. */
function Dice({ field, disabled, onChange }: Pick<NumberControlProps, 'field' | 'disabled' | 'onChange'>) {
  return (
    <button
      type="button"
      className={classes.dice}
      disabled={disabled}
      aria-label={`Another ${field.label.toLowerCase()}`}
      onClick={() => onChange(randomInteger(field))}
    >
      <DiceIcon />
    </button>
  )
}

/** The text being typed. A change of the value from elsewhere (preset, slider, link) replaces it. */
function useDraft(name: FieldName, value: number, onChange: (value: number) => void) {
  const [state, setState] = useState({ draft: formatSetting(value), problem: null as string | null, value })
  if (state.value !== value) setState({ draft: formatSetting(value), problem: null, value })

  function type(text: string) {
    const { config, problems } = parseConfig({ [name]: text }, store.getState().settings.config)
    const parsed = config[name]
    const problem = problems[0]?.message ?? null
    const taken = problem === null && typeof parsed === 'number' ? parsed : value
    setState({ draft: text, problem, value: taken })
    if (taken !== value) onChange(taken)
  }
  return { ...state, type }
}

function randomInteger({ min, max }: NumberField): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return min + (random % (max - min + 1))
}
