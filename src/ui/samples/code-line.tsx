// The code of a picture beside it, to be read, selected and copied.
import { ActionButton } from '../app/action-button.tsx'
import { codeActions } from './code-actions.ts'
import classes from './code-line.module.css'

export function CodeLine({ code }: { code: string }) {
  return (
    <p className={classes.line}>
      <span className={classes.label}>Code</span>
      <code className={classes.code} data-testid="picture-code">
        {code}
      </code>
      <ActionButton action={codeActions.copy} target={code} small live />
    </p>
  )
}
