// Around the result of an analysis: why it failed, why it is outdated, and what is shown before the first one.

import type { ReactNode } from 'react'
import { analysisBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { InfoIcon, WarningIcon } from '../shared/icons.tsx'
import text from '../shared/text.module.css'
import type { Analysed } from './analyses-slice.ts'
import { type AnalysisKind, outdated, stepNow, waitSentence } from './describe-analyses.ts'
import classes from './features.module.css'

export function AnalysisProblem({ kind }: { kind: AnalysisKind }) {
  const problem = useStore(({ analyses }) => analyses.problem)
  if (problem?.kind !== kind) return null
  return (
    <p className={classes.problem} data-testid="analysis-problem">
      <WarningIcon />
      {problem.sentence}
    </p>
  )
}

/** How long training will pause for it. */
export function AnalysisWait({ kind }: { kind: AnalysisKind }) {
  const sentence = useStore((state) => waitSentence(state, kind))
  return sentence && <span className={`${text.soft} ${text.block}`}>{sentence}</span>
}

interface OutdatedProps {
  readonly analysed: Analysed
  /** The button that repeats the analysis with the current features; null where another button does that. */
  readonly refresh: ReactNode
}

export function Outdated({ analysed, refresh }: OutdatedProps) {
  const source = useStore(({ analyses }) => analyses.source)
  const step = useStore(stepNow)
  const kind = analysed.analysis.kind
  const going = useStore(({ analyses }) => analyses.underWay?.analysis.kind === kind)
  const sentence = outdated(analysed, source, step)
  if (sentence === null || going) return null
  return (
    <div className={classes.outdated} data-testid="analysis-outdated">
      <InfoIcon />
      <p>
        {sentence}
        {refresh && <AnalysisWait kind={kind} />}
      </p>
      {refresh}
    </div>
  )
}

interface EmptyProps {
  readonly kind: AnalysisKind
  readonly title: string
  /** What the analysis shows. */
  readonly children: ReactNode
  /** The button that starts it. */
  readonly button: ReactNode
  /** Options of the analysis. */
  readonly choice?: ReactNode
}

/** Shown before the first result. */
export function EmptyAnalysis({ kind, title, children, button, choice }: EmptyProps) {
  const blocked = useStore((state) => analysisBlocker(state, kind))
  return (
    <div className={classes.empty}>
      <h3>{title}</h3>
      <p>{children}</p>
      {choice}
      {button}
      {blocked ? <p className={text.soft}>{blocked}</p> : <AnalysisWait kind={kind} />}
    </div>
  )
}
