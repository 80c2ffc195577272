// “Measure this machine”: the button and its dialog with explanation, progress and results.

import { Dialog } from '@base-ui/react/dialog'
import { useRef, useState } from 'react'
import { PARTS } from '../../spec/machine-report.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { useFocusFallback } from '../shared/focus.ts'
import { formatDuration } from '../shared/format.ts'
import { GaugeIcon } from '../shared/icons.tsx'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { measureBlocker } from './blockers.ts'
import classes from './measure.module.css'
import { Report } from './measure-report.tsx'
import type { MeasureSlice } from './measure-slice.ts'
import { useSession } from './session-context.ts'
import { ShareReport } from './share-report.tsx'
import { useStore } from './store.ts'

const START = 'measure-start'
const startButton = () => document.getElementById(START)

const TITLE = 'Measure this machine'

export function MeasureMachine() {
  const session = useSession()
  const [open, setOpen] = useState(false)
  function change(next: boolean) {
    setOpen(next)
    if (!next) session.closeMeasure()
  }
  return (
    <>
      <Button kind="quiet" label={TITLE} onClick={() => change(true)}>
        <GaugeIcon />
      </Button>
      <Dialog.Root open={open} onOpenChange={change} disablePointerDismissal>
        <Dialog.Portal>
          <Dialog.Backdrop className={dialog.backdrop} />
          <Dialog.Popup className={`${dialog.popup} ${classes.popup}`}>
            <Dialog.Title className={dialog.title}>{TITLE}</Dialog.Title>
            <Dialog.Description className={dialog.text}>
              Times training steps, kernels, imports and scores here. It takes up to 4 minutes, and nothing is sent.
            </Dialog.Description>
            <Results />
            <div className={classes.foot}>
              <Progress />
              <Actions onClose={() => change(false)} />
            </div>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}

function Progress() {
  const underWay = useStore(({ measure }) => measure.underWay)
  const complete = useStore(({ measure }) => measure.underWay === null && measure.report?.complete === true)
  const part = underWay && PARTS[underWay.part]
  return (
    <>
      {underWay && <UnderWay underWay={underWay} />}
      {/* Announces only the current part: reading out seconds would drown it. */}
      <p className="visually-hidden" role="status">
        {part ?? (complete ? 'The machine is measured.' : '')}
      </p>
    </>
  )
}

function UnderWay({ underWay: { part, words, share, secondsLeft } }: { underWay: NonNullable<MeasureSlice['underWay']> }) {
  const session = useSession()
  const box = useRef<HTMLDivElement>(null)
  useFocusFallback(box, startButton)
  return (
    <div ref={box}>
      <WorkStatus label="Measured so far" share={share} onCancel={session.cancelMeasure} testId="measure-progress">
        {PARTS[part]}
        {words && <span className={text.dim}>: {words}</span>}
        <span className={`${text.soft} ${text.block}`}>at most {formatDuration(secondsLeft)} left</span>
      </WorkStatus>
    </div>
  )
}

function Results() {
  const report = useStore(({ measure }) => measure.report)
  const problem = useStore(({ measure }) => measure.problem)
  return (
    <>
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {report && <Report report={report} />}
    </>
  )
}

function Actions({ onClose }: { onClose: () => void }) {
  const session = useSession()
  const { underWay, report } = useStore(({ measure }) => measure)
  const blocked = useStore(measureBlocker)
  return (
    <>
      {blocked !== null && !underWay && (
        <p className={classes.blocked} id="measure-blocked">
          {blocked}
        </p>
      )}
      <div className={`${dialog.actions} ${classes.actions}`}>
        {report && <ShareReport report={report} />}
        <Button onClick={onClose}>Close</Button>
        <Button
          id={START}
          kind={underWay || report ? 'plain' : 'primary'}
          blocked={underWay ? 'It is being measured.' : blocked}
          describedBy={blocked === null || underWay ? undefined : 'measure-blocked'}
          onClick={session.measure}
        >
          {underWay ? 'Measuring…' : report ? 'Measure again' : 'Start'}
        </Button>
      </div>
    </>
  )
}
