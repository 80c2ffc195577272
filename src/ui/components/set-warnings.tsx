// What training on the set would suffer from: what was measured, what shows it, and settings that help at a click.
import type { SetWarning } from '../../spec/files.ts'
import type { Pictures } from '../../spec/report.ts'
import { useSession } from '../session/session-context.ts'
import { isHeld } from '../store/run-slice.ts'
import { useStore } from '../store/store.ts'
import { Button } from './button.tsx'
import classes from './data-panel.module.css'
import { WarningIcon } from './icons.tsx'
import { Picture } from './picture.tsx'

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
  const session = useSession()
  const held = useStore((state) => isHeld(state.run.state))
  return (
    <li className={classes.warning} data-testid="set-warning" data-kind={kind}>
      <WarningIcon />
      <div>
        <b>{title}</b>
        <p>{evidence}</p>
        {pictures && <Evidence pictures={pictures} title={title} />}
        {remedy && (
          <Button
            className={classes.remedy}
            blocked={held ? 'Fixed while a run goes on; Reset to change.' : null}
            onClick={() => session.setFields(remedy.changes)}
          >
            {remedy.label}
          </Button>
        )}
      </div>
    </li>
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
