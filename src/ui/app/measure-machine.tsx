// “Measure this machine”: explanation, progress and results.

import { Dialog } from '@base-ui/react/dialog'
import { useRef } from 'react'
import { PARTS } from '../../spec/machine-report.ts'
import { reportText } from '../../spec/machine-table.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { useFocusFallback } from '../shared/focus.ts'
import { formatDuration } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { ActionButton } from './action-button.tsx'
import { measureBlocker } from './blockers.ts'
import classes from './measure.module.css'
import { measureActions } from './measure-actions.ts'
import { Report } from './measure-report.tsx'
import type { MeasureSlice } from './measure-slice.ts'
import { useActions } from './page-context.ts'
import { useStore } from './store.ts'

const START = 'measure-start'
const startButton = () => document.getElementById(START)

export function MeasureMachine() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'measure')
  function close() {
    actions.showDialog(null)
    actions.closeMeasure()
  }
  return (
    <Dialog.Root open={open} onOpenChange={(wanted) => !wanted && close()} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${classes.popup}`}>
          <Dialog.Title className={dialog.title}>Measure this machine</Dialog.Title>
          <Dialog.Description className={dialog.text}>
            Times training steps, kernels, imports and scores here. It takes up to 4 minutes, and nothing is sent.
          </Dialog.Description>
          <Results />
          <div className={classes.foot}>
            <Progress />
            <Buttons onClose={close} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
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
  const box = useRef<HTMLDivElement>(null)
  useFocusFallback(box, startButton)
  return (
    <div ref={box}>
      <WorkStatus
        label="Measured so far"
        share={share}
        cancel={<ActionButton action={measureActions.cancel} kind="quiet" />}
        testId="measure-progress"
      >
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

function Buttons({ onClose }: { onClose: () => void }) {
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
        {report && <ActionButton action={measureActions.copyReport} target={reportText(report)} live />}
        {report && <ActionButton action={measureActions.saveReport} target={report} />}
        <Button onClick={onClose}>Close</Button>
        <ActionButton
          action={measureActions.measure}
          id={START}
          kind={underWay || report ? 'plain' : 'primary'}
          describedBy={blocked === null || underWay ? undefined : 'measure-blocked'}
        />
      </div>
    </>
  )
}
