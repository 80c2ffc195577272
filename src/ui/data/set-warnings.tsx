// Warnings about the set: the evidence, pictures that show it, and a button that applies the remedy.

import { useEffect, useRef } from 'react'
import { COUNTED_WARNINGS, type SetWarning } from '../../spec/files.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { WarningIcon } from '../shared/icons.tsx'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { settingsActions } from '../train/settings-actions.ts'
import { configIncludes, type Remedy, remediesInEffect } from '../train/settings-slice.ts'
import { PreparationMismatch } from './preparation-mismatch.tsx'
import classes from './set-warnings.module.css'

/** One row at the usual width of the column. */
const SHOWN = 6

export function SetWarnings({ warnings }: { warnings: readonly SetWarning[] }) {
  const all = useRef<HTMLDivElement>(null)
  return (
    <div ref={all} tabIndex={-1} className={classes.warnings}>
      <Undo onDone={() => all.current?.focus()} />
      {warnings.length > 0 && (
        <ul className={classes.warnings}>
          {warnings.map((warning) => (
            <Warning key={warning.title} warning={warning} />
          ))}
        </ul>
      )}
    </div>
  )
}

/** Applying a remedy often removes its warning, so Undo is listed separately and takes the focus. */
function Undo({ onDone }: { onDone: () => void }) {
  const remedies = remediesInEffect(useStore(({ settings }) => settings))
  const last = remedies.at(-1)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (last) [...(place.current?.querySelectorAll('button') ?? [])].at(-1)?.focus({ preventScroll: true })
  }, [last])
  if (remedies.length === 0) return null
  return (
    <div ref={place} className={classes.warnings} data-testid="applied">
      {remedies.map(({ remedy }) => (
        <p key={remedy.label} className={classes.undo}>
          <span>{remedy.label}: done.</span>
          <ActionButton action={settingsActions.undoRemedy} target={remedy} onPress={onDone} />
        </p>
      ))}
    </div>
  )
}

function Warning({ warning: { kind, title, evidence, pictures, remedy } }: { warning: SetWarning }) {
  const pending = useStore(({ data }) => data.opened?.warningsPending ?? false)
  return (
    <li className={classes.warning} data-testid="set-warning" data-kind={kind}>
      <WarningIcon />
      <div>
        <b>{title}</b>
        <p>{evidence}</p>
        {pending && !COUNTED_WARNINGS.has(kind) && <p className={text.dim}>Measured before your choice; being measured again…</p>}
        {pictures && <Evidence pictures={pictures} title={title} />}
        {remedy && <Offer remedy={remedy} />}
      </div>
    </li>
  )
}

function Offer({ remedy }: { remedy: Remedy }) {
  const config = useStore((state) => state.settings.config)
  const undoable = useStore(({ settings }) => settings.applied.some((one) => one.remedy.label === remedy.label))
  const chosen = configIncludes(config, remedy.changes)
  return (
    <>
      <ActionButton action={settingsActions.applyRemedy} target={remedy} className={classes.remedy} />
      {chosen && !undoable && <p className={text.dim}>Already in your settings; change it back there.</p>}
      {chosen && <PreparationMismatch />}
    </>
  )
}

function Evidence({ pictures, title }: { pictures: Pictures; title: string }) {
  const shown = Math.min(SHOWN, pictures.count)
  if (shown === 0) return null
  return (
    <div className={classes.evidence} role="img" aria-label={`Pictures that show it: ${title}`}>
      {Array.from({ length: shown }, (_, index) => (
        <Picture key={`${title} ${index}`} pictures={pictures} index={index} />
      ))}
    </div>
  )
}
