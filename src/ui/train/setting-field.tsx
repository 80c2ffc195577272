// One setting: its label, a control by kind, its help text, and whether it can change now.

import { type ReactNode, useId } from 'react'
import type { FieldName, RunConfig } from '../../spec/config.ts'
import { type ChoiceField, FIELDS, type Field } from '../../spec/fields.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import rows from '../shared/field.module.css'
import input from '../shared/input.module.css'
import { Segmented } from '../shared/segmented.tsx'
import { ToggleControl } from '../shared/toggle-control.tsx'
import { FIELD_MARKS } from '../terms/marks.ts'
import { Terms } from '../terms/terms-in-text.tsx'
import { NumberControl } from './number-control.tsx'
import { describeRamp, lacksRamp } from './ramp.ts'
import { runExists } from './run-slice.ts'
import { settingsActions } from './settings-actions.ts'
import classes from './settings-panel.module.css'

/** More or longer choices become a list. */
const SEGMENTS = 3
const SEGMENT_LETTERS = 30
/** A list with longer ones is below its label, as wide as the form. */
const SELECT_LETTERS = 22

/** A setting of the form. */
export function SettingField({ name }: { name: FieldName }) {
  const actions = useActions()
  const value = useStore((state) => state.settings.config[name])
  const locked = useStore((state) => runExists(state.run.state))
  const set = (next: RunConfig[FieldName]) => actions.setField(name, next as RunConfig[typeof name])
  return (
    <SettingControl name={name} value={value} locked={locked} onChange={set}>
      {name === 'rampUntil' && <Ramp locked={locked} />}
    </SettingControl>
  )
}

function Ramp({ locked }: { locked: boolean }) {
  const sentence = useStore(({ settings }) => describeRamp(settings.config))
  const offered = useStore(({ settings }) => lacksRamp(settings.config)) && !locked
  return (
    <p className={classes.help}>
      {sentence}
      {offered && <ActionButton action={settingsActions.takeRamp} kind="text" className={classes.reset} />}
    </p>
  )
}

interface SettingControlProps {
  readonly name: FieldName
  readonly value: RunConfig[FieldName]
  /** There is a run: only live settings can change. */
  readonly locked: boolean
  readonly onChange: (value: RunConfig[FieldName]) => void
  /** More about it, below its help. */
  readonly children?: ReactNode
}

export function SettingControl({ name, value, locked, onChange, children }: SettingControlProps) {
  const id = useId()
  const field: Field = FIELDS[name]
  const fixed = locked && !field.live
  const helpId = `${id}-help`
  const common = { disabled: fixed, describedBy: helpId, onChange }
  const badge = locked && field.live
  return (
    <div className={classes.field} data-fixed={fixed} data-setting={name}>
      {field.kind === 'number' && typeof value === 'number' && (
        <NumberControl name={name} field={field} value={value} badge={badge} {...common} />
      )}
      {field.kind === 'toggle' && typeof value === 'boolean' && (
        <ToggleControl label={field.label} value={value} badge={badge} {...common} />
      )}
      {field.kind === 'choice' && typeof value !== 'boolean' && <ChoiceControl field={field} value={value} {...common} />}
      <p id={helpId} className={classes.help}>
        <Terms mark={FIELD_MARKS[name]}>{field.help}</Terms>
        {fixed && <span className="visually-hidden"> Fixed for this run; Reset to change.</span>}
      </p>
      {children}
    </div>
  )
}

interface ChoiceProps {
  readonly field: ChoiceField
  readonly value: string | number
  readonly disabled: boolean
  readonly describedBy: string
  readonly onChange: (value: RunConfig[FieldName]) => void
}

function ChoiceControl({ field, value, disabled, describedBy, onChange }: ChoiceProps) {
  const id = useId()
  const choose = (text: string) => {
    const option = field.options.find((each) => String(each.value) === text)
    if (option) onChange(option.value as RunConfig[FieldName])
  }
  const letters = field.options.reduce((sum, option) => sum + option.label.length, 0)
  const wide = field.options.some((option) => option.label.length > SELECT_LETTERS)
  const segmented = field.options.length > 1 && field.options.length <= SEGMENTS && letters <= SEGMENT_LETTERS
  return (
    <div className={wide && !segmented ? classes.stacked : rows.row}>
      <label htmlFor={segmented ? undefined : id} className={rows.label}>
        {field.label}
      </label>
      {segmented ? (
        <Segmented
          label={field.label}
          options={field.options}
          value={value}
          disabled={disabled}
          describedBy={describedBy}
          onChange={(next) => choose(String(next))}
        />
      ) : (
        <select
          id={id}
          className={`${input.select} ${classes.select}`}
          value={value}
          disabled={disabled}
          aria-describedby={describedBy}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
