// The Settings panel, generated from the table in src/spec/config.ts: a new setting is a row there and needs nothing here.

import { useState } from 'react'
import { FIELD_GROUPS, FIELD_NAMES, FIELDS, type FieldGroup } from '../../spec/config.ts'
import { isPresetName, PRESET_NAMES, PRESETS } from '../../spec/presets.ts'
import { toHash } from '../../spec/url.ts'
import { linkOf } from '../app/page-links.ts'
import { useSession } from '../app/session-context.ts'
import { store, useStore } from '../app/store.ts'
import { PreparationMismatch } from '../data/preparation-mismatch.tsx'
import { Button } from '../shared/button.tsx'
import { countOf } from '../shared/format.ts'
import { CheckIcon, LinkIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import { Panel } from '../shared/panel.tsx'
import { labelOf } from './preset-times.ts'
import { runExists } from './run-slice.ts'
import { SettingField } from './setting-field.tsx'
import classes from './settings-panel.module.css'
import { changedFromPreset } from './settings-slice.ts'

const GROUP_NAMES = Object.keys(FIELD_GROUPS) as FieldGroup[]
/** Groups that are open at first: what is changed most. */
const OPEN_GROUPS: readonly FieldGroup[] = ['run', 'images', 'rotation', 'optimiser']

export function SettingsPanel() {
  return (
    <Panel title="Settings" aside={<CopyLink />}>
      <PresetChoice />
      {GROUP_NAMES.map((group) => (
        <details key={group} className={classes.group} open={OPEN_GROUPS.includes(group)}>
          <summary>{FIELD_GROUPS[group]}</summary>
          <div className={classes.fields}>
            {group === 'images' && <PreparationMismatch />}
            {FIELD_NAMES.filter((name) => FIELDS[name].group === group).map((name) => (
              <SettingField key={name} name={name} />
            ))}
          </div>
        </details>
      ))}
    </Panel>
  )
}

function PresetChoice() {
  const session = useSession()
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
          onChange={({ currentTarget: { value } }) => isPresetName(value) && session.choosePreset(value)}
        >
          {PRESET_NAMES.map((name) => (
            <option key={name} value={name}>
              {labelOf(name, device)}
            </option>
          ))}
        </select>
      </label>
      <p className={classes.help}>{PRESETS[preset].help}</p>
      {remedied > 0 && !locked && (
        <p className={classes.help}>
          {countOf(remedied, 'setting')} {remedied === 1 ? 'is' : 'are'} set for these images, until you open others or press Undo next to
          them.
        </p>
      )}
      {own > 0 && !locked && (
        <p className={classes.changed}>
          {own === 1 ? '1 setting differs' : `${own} settings differ`} from the preset.
          <Button kind="text" className={classes.reset} onClick={session.resetToPreset}>
            Reset to preset
          </Button>
        </p>
      )}
      {locked && (
        <p className={classes.locked}>There is a run: settings marked “live” can change now, the others are fixed until you press Reset.</p>
      )}
    </div>
  )
}

type Copied = 'no' | 'yes' | 'refused'

const COPY_WORDS: Readonly<Record<Copied, string>> = { no: 'Copy link', yes: 'Copied', refused: 'Copy it from the address bar' }

/** The link contains the settings and the name of a built-in set, never the person's images. */
function CopyLink() {
  const [copied, setCopied] = useState<Copied>('no')
  const own = useStore(({ data }) => data.wanted !== null && data.wanted.kind !== 'builtin')
  async function copy() {
    const url = new URL(location.href)
    url.hash = toHash(linkOf(store.getState()))
    const done = await navigator.clipboard.writeText(url.href).then(
      () => true,
      () => false,
    )
    setCopied(done ? 'yes' : 'refused')
    setTimeout(() => setCopied('no'), 4000)
  }
  return (
    <Button kind="quiet" onClick={copy}>
      {copied === 'yes' ? <CheckIcon /> : <LinkIcon />}
      <span aria-live="polite">
        {COPY_WORDS[copied]}
        {own && copied !== 'refused' && ', without the images'}
      </span>
    </Button>
  )
}
