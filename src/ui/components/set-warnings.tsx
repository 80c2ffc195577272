// What training on the set would suffer from: what was measured, what shows it, and settings that help at a click.
import { isFieldName } from '../../spec/config.ts'
import { COUNTED_WARNINGS, type SetWarning } from '../../spec/files.ts'
import type { Pictures } from '../../spec/report.ts'
import { useSession } from '../session/session-context.ts'
import { isHeld } from '../store/run-slice.ts'
import { useStore } from '../store/store.ts'
import { Button } from './button.tsx'
import { WarningIcon } from './icons.tsx'
import { KeptOtherwise } from './kept-otherwise.tsx'
import { Picture } from './picture.tsx'
import classes from './set-warnings.module.css'

/** One row at the usual width of the column. */
const SHOWN = 6

export function SetWarnings({ warnings }: { warnings: readonly SetWarning[] }) {
  if (warnings.length === 0) return null
  return (
    <ul className={classes.warnings}>
      {warnings.map((warning) => (
        <Warning key={warning.title} warning={warning} />
      ))}
    </ul>
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
        {pending && !COUNTED_WARNINGS.has(kind) && <p className={classes.soft}>Measured before your choice; being measured again…</p>}
        {pictures && <Evidence pictures={pictures} title={title} />}
        {remedy && <Remedy remedy={remedy} />}
      </div>
    </li>
  )
}

function Remedy({ remedy: { label, changes } }: { remedy: NonNullable<SetWarning['remedy']> }) {
  const session = useSession()
  const held = useStore((state) => isHeld(state.run.state))
  const config = useStore((state) => state.settings.config)
  const chosen = Object.entries(changes).every(([name, value]) => isFieldName(name) && config[name] === value)
  const blocked = held ? 'Fixed while a run goes on; Reset to change.' : chosen ? 'Your settings say so already.' : null
  return (
    <>
      <Button className={classes.remedy} blocked={blocked} onClick={() => session.setFields(changes)}>
        {label}
      </Button>
      {chosen && <p className={classes.soft}>Your settings say so now; put it back there.</p>}
      {chosen && <KeptOtherwise />}
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
