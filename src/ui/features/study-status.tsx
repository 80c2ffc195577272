// Around the result of an analysis: why it failed, why it is outdated, and what is shown before the first one.

import type { ReactNode } from 'react'
import { studyBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
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
  readonly refresh: ReactNode
}

export function Outdated({ studied, refresh }: OutdatedProps) {
  const source = useStore(({ studies }) => studies.source)
  const step = useStore(stepNow)
  const kind = studied.study.kind
  const going = useStore(({ studies }) => studies.underWay?.study.kind === kind)
  const sentence = outdated(studied, source, step)
  if (sentence === null || going) return null
  return (
    <div className={classes.outdated} data-testid="study-outdated">
      <InfoIcon />
      <p>
        {sentence}
        {refresh && <StudyWait kind={kind} />}
      </p>
      {refresh}
    </div>
  )
}

interface EmptyProps {
  readonly kind: StudyKind
  readonly title: string
  /** What the analysis shows. */
  readonly children: ReactNode
  /** The button that asks. */
  readonly button: ReactNode
  /** What can be chosen before asking. */
  readonly choice?: ReactNode
}

/** Before the first answer. */
export function EmptyStudy({ kind, title, children, button, choice }: EmptyProps) {
  const blocked = useStore((state) => studyBlocker(state, kind))
  return (
    <div className={classes.empty}>
      <h3>{title}</h3>
      <p>{children}</p>
      {choice}
      {button}
      {blocked ? <p className={text.soft}>{blocked}</p> : <StudyWait kind={kind} />}
    </div>
  )
}
