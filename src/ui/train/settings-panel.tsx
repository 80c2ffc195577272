// The Settings panel, generated from the table in src/spec/fields.ts: a new setting is a row there and needs nothing here.

import { FIELD_NAMES, isUsed } from '../../spec/config.ts'
import { FIELD_GROUPS, FIELDS, type FieldGroup } from '../../spec/fields.ts'
import { isPresetName, PRESET_NAMES, PRESETS } from '../../spec/presets.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { PreparationMismatch } from '../data/preparation-mismatch.tsx'
import { PartWords } from '../first-visit/part-words.tsx'
import { labelsActions } from '../labels/actions.ts'
import { lessonActions } from '../lesson/actions.ts'
import { isLeftOut } from '../lesson/lesson-slice.ts'
import { countOf } from '../shared/format.ts'
import input from '../shared/input.module.css'
import { Panel } from '../shared/panel.tsx'
import { labelOf } from './preset-times.ts'
import { runExists } from './run-slice.ts'
import { saveActions } from './save-actions.ts'
import { SettingField } from './setting-field.tsx'
import { settingsActions } from './settings-actions.ts'
import classes from './settings-panel.module.css'
import { changedFromPreset } from './settings-slice.ts'
import { shownAdvice } from './which-preset.ts'

const GROUP_NAMES = Object.keys(FIELD_GROUPS) as FieldGroup[]
/** Groups that are open at first: what is changed most. */
const OPEN_GROUPS: readonly FieldGroup[] = ['run', 'images', 'rotation', 'labels', 'optimiser']

export function SettingsPanel() {
  const config = useStore(({ settings }) => settings.config)
  const lesson = useStore((state) => state.lesson)
  const chosen = lesson.current?.settings ?? null
  const shown = FIELD_NAMES.filter((name) => isUsed(name, config) && !isLeftOut({ lesson }, name))
  const groups = GROUP_NAMES.filter((group) => shown.some((name) => FIELDS[name].group === group))
  return (
    <Panel title="Settings" aside={<LinkButtons />}>
      <PartWords part="settings" />
      {chosen === null && <PresetChoice />}
      {groups.map((group) => (
        <details key={group} className={classes.group} open={chosen !== null || OPEN_GROUPS.includes(group)}>
          <summary>{FIELD_GROUPS[group]}</summary>
          <div className={classes.fields}>
            {group === 'images' && <PreparationMismatch />}
            {shown
              .filter((name) => FIELDS[name].group === group)
              .map((name) => (
                <SettingField key={name} name={name} />
              ))}
          </div>
        </details>
      ))}
    </Panel>
  )
}

/** In a lesson only what it shows. */
function LinkButtons() {
  const inLesson = useStore(({ lesson }) => lesson.current !== null)
  return (
    <div className={classes.links}>
      <ActionButton action={saveActions.copyLink} kind="quiet" live />
      {!inLesson && <ActionButton action={lessonActions.make} kind="quiet" show="icon" />}
    </div>
  )
}

/** One line, and a button where another preset suits the images better. */
function WhichPreset() {
  const state = useStore(({ run }) => run.state)
  const data = useStore((state) => state.data)
  const settings = useStore((state) => state.settings)
  const advice = shownAdvice({ run: { state }, data, settings })
  if (advice === null) return null
  return (
    <p className={classes.help} data-testid="which-preset">
      <b>Which should I use?</b> {advice.sentence}{' '}
      {advice.lacksLabels ? (
        <ActionButton action={labelsActions.open} label="Label images" kind="text" className={classes.reset} />
      ) : (
        advice.preset !== settings.preset && (
          <ActionButton action={settingsActions.takeAdvice} target={advice.preset} kind="text" className={classes.reset} />
        )
      )}
    </p>
  )
}

function PresetChoice() {
  const actions = useActions()
  const preset = useStore((state) => state.settings.preset)
  const locked = useStore((state) => runExists(state.run.state))
  const device = useStore((state) => state.device)
  const { own, remedied } = changedFromPreset(useStore((state) => state.settings))
  return (
    <div className={classes.preset}>
      <label className={classes.presetLabel}>
        Preset
        <select
          className={`${input.select} ${classes.select}`}
          value={preset}
          disabled={locked}
          onChange={({ currentTarget: { value } }) => isPresetName(value) && actions.choosePreset(value)}
        >
          {PRESET_NAMES.map((name) => (
            <option key={name} value={name}>
              {labelOf(name, device)}
            </option>
          ))}
        </select>
      </label>
      <p className={classes.help}>{PRESETS[preset].help}</p>
      <WhichPreset />
      {remedied > 0 && !locked && (
        <p className={classes.help}>
          {countOf(remedied, 'setting')} {remedied === 1 ? 'is' : 'are'} set for these images, until you open others or press Undo next to
          them.
        </p>
      )}
      {own > 0 && !locked && (
        <p className={classes.changed}>
          {own === 1 ? '1 setting differs' : `${own} settings differ`} from the preset.
          <ActionButton action={settingsActions.resetToPreset} kind="text" className={classes.reset} />
        </p>
      )}
      {locked && (
        <p className={classes.locked}>There is a run: settings marked “live” can change now, the others are fixed until you press Reset.</p>
      )}
    </div>
  )
}
