// The form that repeats a run with one setting changed.
import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import type { FieldName, RunConfig } from '../../spec/config.ts'
import { FIELD_GROUPS, FIELDS, type FieldGroup } from '../../spec/fields.ts'
import type { RunSummary } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import input from '../shared/input.module.css'
import { SettingControl } from '../train/setting-field.tsx'
import { changeable } from './repeat.ts'
import classes from './runs.module.css'
import { runOf } from './runs-slice.ts'
import { settingValue } from './settings-diff.ts'
import { startActions } from './start-actions.ts'

export function ChangeOne() {
  const actions = useActions()
  const run = useStore(({ runs }) => runOf(runs, runs.changing))
  const close = () => actions.changeOne(null)
  return (
    <Dialog.Root open={run !== null} onOpenChange={(wanted) => !wanted && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={dialog.popup} data-testid="change-one">
          <Dialog.Title className={dialog.title}>Same again with one setting changed</Dialog.Title>
          <Dialog.Description className={dialog.text}>
            A new run with the same seed, images and length, and the same changes while training as “{run?.name}”.
          </Dialog.Description>
          {run && <Form key={run.id} run={run} onCancel={close} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Form({ run, onCancel }: { run: RunSummary; onCancel: () => void }) {
  const [name, setName] = useState<FieldName>('seed')
  const [value, setValue] = useState<RunConfig[FieldName]>(run.config.seed)

  const names = changeable(run.config)
  const groups = (Object.keys(FIELD_GROUPS) as FieldGroup[]).filter((group) => names.some((field) => FIELDS[field].group === group))

  function choose(next: FieldName) {
    setName(next)
    setValue(run.config[next])
  }

  return (
    <>
      <label className={classes.setting}>
        Setting
        <select className={input.select} value={name} onChange={(event) => choose(event.currentTarget.value as FieldName)}>
          {groups.map((group) => (
            <optgroup key={group} label={FIELD_GROUPS[group]}>
              {names
                .filter((field) => FIELDS[field].group === group)
                .map((field) => (
                  <option key={field} value={field}>
                    {FIELDS[field].label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <SettingControl key={name} name={name} value={value} locked={false} onChange={setValue} />
      <p className={dialog.text}>It was: {settingValue(name, run.config)}</p>
      <div className={dialog.actions}>
        <Button onClick={onCancel}>Cancel</Button>
        <ActionButton action={startActions.repeatChanged} target={{ run, changes: { [name]: value } }} kind="primary" />
      </div>
    </>
  )
}
