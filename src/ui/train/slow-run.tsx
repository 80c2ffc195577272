// A notice while a run would take very long, with a button that shortens it.
import { type ReactNode, useState } from 'react'
import { PRESETS } from '../../spec/presets.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { formatDuration } from '../shared/format.ts'
import { CrossIcon, WarningIcon } from '../shared/icons.tsx'
import classes from '../shared/notice.module.css'
import { settingsActions } from './settings-actions.ts'
import { slowRun } from './time-left.ts'

/** @param otherwise shown when the run is not slow */
export function SlowRun({ otherwise }: { otherwise: ReactNode }) {
  const number = useStore(({ run }) => run.number)
  const [dismissed, setDismissed] = useState<number | null>(null)
  const long = useStore((state) => slowRun(state) !== null)
  const quickSteps = useStore((state) => slowRun(state)?.quickSteps ?? 0)
  const left = useStore((state) => formatDuration(slowRun(state)?.left ?? 0))
  const small = useStore(({ settings }) => settings.preset === 'smoke')
  if (!long) return otherwise
  if (dismissed === number) return null
  return (
    <section className={classes.notice} data-kind="warning" aria-label="A long run" data-testid="slow-run">
      <WarningIcon />
      <div className={classes.text} data-open="true">
        <b>At this pace the run takes {left} more.</b>
        <p>
          Pause it whenever you like: what it has learnt by then stays on the page.
          {!small && ` For a quick look, Reset and choose the preset ${PRESETS.smoke.label}.`}
        </p>
        <ActionButton action={settingsActions.endSoon} target={quickSteps} />
      </div>
      <Button kind="quiet" label="Dismiss" onClick={() => setDismissed(number)}>
        <CrossIcon />
      </Button>
    </section>
  )
}
