// The code of a picture beside it, to be read, selected and copied.
import { ActionButton } from '../app/action-button.tsx'
import { codeActions } from './code-actions.ts'
import classes from './code-line.module.css'

interface CodeLineProps {
  readonly code: string
  /** On one line: of a long code the end is not seen, but selected and copied with the rest. */
  readonly short?: boolean
}

export function CodeLine({ code, short = false }: CodeLineProps) {
  return (
    <p className={classes.line} data-short={short}>
      <span className={classes.label}>Code</span>
      <code className={classes.code} title={short ? code : undefined} data-testid="picture-code">
        {code}
      </code>
      <ActionButton action={codeActions.copy} target={code} small live />
    </p>
  )
}
