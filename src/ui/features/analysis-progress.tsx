// Progress of the running analysis, with time left and Cancel.
import type { ReactNode } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { formatPercent } from '../shared/format.ts'
import { aboutLeft } from '../shared/pace.ts'
import status from '../shared/work-status.module.css'
import { analysisActions } from './actions.ts'
import { ANALYSIS_NAMES, wordsOf } from './describe-analyses.ts'
import classes from './features.module.css'

export function AnalysisProgress() {
  const underWay = useStore(({ analyses }) => analyses.underWay)
  const words = useStore(wordsOf)
  const waits = useStore(({ run }) => run.state === 'running' && run.waitsFor === 'analysis')
  if (underWay === null) return null
  const { analysis, share, left } = underWay
  const name = ANALYSIS_NAMES[analysis.kind]
  return (
    <Progress label={name} share={share} words={words} left={left} cancel={<ActionButton action={analysisActions.cancel} small />}>
      {waits && ' Training waits.'}
    </Progress>
  )
}

interface ProgressProps {
  readonly label: string
  readonly share: number
  readonly words: string
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
  /** The Cancel button. */
  readonly cancel: ReactNode
  /** Added after the progress, such as that training waits. */
  readonly children?: ReactNode
}

/** Appears with a delay (style sheet), so that short work does not flicker. */
export function Progress({ label, share, words, left, cancel, children }: ProgressProps) {
  const timeLeft = aboutLeft(left)
  return (
    <div className={classes.progress} data-testid="analysis-progress">
      <p>
        <b>{label}:</b> {words}, {formatPercent(share)}
        {timeLeft && `, ${timeLeft}`}.{children}
      </p>
      {cancel}
      <progress className={status.progress} aria-label={label} max={1} value={share > 0 ? share : undefined} />
    </div>
  )
}
