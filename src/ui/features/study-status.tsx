// Around the result of an analysis: why it failed, why it is outdated, and what is shown before the first one.

import type { ReactNode } from 'react'
import { studyBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { InfoIcon, WarningIcon } from '../shared/icons.tsx'
import text from '../shared/text.module.css'
import { outdated, type StudyKind, stepNow, waitSentence } from './describe-study.ts'
import classes from './features.module.css'
import type { Studied } from './studies-slice.ts'

export function StudyProblem({ kind }: { kind: StudyKind }) {
  const problem = useStore(({ studies }) => studies.problem)
  if (problem?.kind !== kind) return null
  return (
    <p className={classes.problem} data-testid="study-problem">
      <WarningIcon />
      {problem.sentence}
    </p>
  )
}

/** How long training will pause for it. */
export function StudyWait({ kind }: { kind: StudyKind }) {
  const sentence = useStore((state) => waitSentence(state, kind))
  return sentence && <span className={`${text.soft} ${text.block}`}>{sentence}</span>
}

interface OutdatedProps {
  readonly studied: Studied
  /** Repeats the analysis with the current features; null where another button does that. */
  readonly onRefresh: (() => void) | null
}

export function Outdated({ studied, onRefresh }: OutdatedProps) {
  const source = useStore(({ studies }) => studies.source)
  const step = useStore(stepNow)
  const kind = studied.study.kind
  const going = useStore(({ studies }) => studies.underWay?.study.kind === kind)
  const blocked = useStore((state) => studyBlocker(state, kind))
  const sentence = outdated(studied, source, step)
  if (sentence === null || going) return null
  return (
    <div className={classes.outdated} data-testid="study-outdated">
      <InfoIcon />
      <p>
        {sentence}
        {onRefresh && <StudyWait kind={kind} />}
      </p>
      {onRefresh && (
        <Button small blocked={blocked} onClick={onRefresh}>
          Refresh
        </Button>
      )}
    </div>
  )
}

interface EmptyProps {
  readonly kind: StudyKind
  readonly title: string
  /** What the analysis shows. */
  readonly children: ReactNode
  readonly action: string
  readonly onAsk: () => void
  /** Options of the analysis. */
  readonly choice?: ReactNode
}

/** Shown before the first result. */
export function EmptyStudy({ kind, title, children, action, onAsk, choice }: EmptyProps) {
  const going = useStore(({ studies }) => studies.underWay?.study.kind === kind)
  const blocked = useStore((state) => studyBlocker(state, kind))
  return (
    <div className={classes.empty}>
      <h3>{title}</h3>
      <p>{children}</p>
      {choice}
      <Button kind="primary" blocked={blocked ?? (going ? 'It is being made.' : null)} onClick={onAsk}>
        {action}
      </Button>
      {blocked ? <p className={text.soft}>{blocked}</p> : <StudyWait kind={kind} />}
    </div>
  )
}
