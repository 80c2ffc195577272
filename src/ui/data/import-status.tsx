// Progress of the running import: count, rate and time left.
import { useEffect, useRef, useState } from 'react'
import type { ImportProgress } from '../../spec/image-set.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { folderButton, useFocusFallback } from '../shared/focus.ts'
import { formatCount, formatRate } from '../shared/format.ts'
import { aboutLeft, addMark, type Marks, paceOf } from '../shared/pace.ts'
import { WorkStatus } from '../shared/work-status.tsx'
import { dataActions } from './actions.ts'
import classes from './data-panel.module.css'
import type { Opening } from './data-slice.ts'

/** From this rate on, decimals carry no information. */
const WHOLE_FROM = 10

export function ImportStatus() {
  const opening = useStore((state) => state.data.opening)
  return opening && <Importing opening={opening} />
}

function Importing({ opening: { id, source, progress, share, left } }: { opening: Opening }) {
  const box = useRef<HTMLDivElement>(null)
  useFocusFallback(box, folderButton)
  const examining = progress !== null && progress.examined !== null
  const timeLeft = aboutLeft(left)
  return (
    <div ref={box}>
      <WorkStatus
        label="Images prepared"
        share={progress ? share : undefined}
        cancel={<ActionButton action={dataActions.cancelOpen} kind="quiet" />}
        testId="import-progress"
      >
        {examining
          ? 'Checking the images for duplicates, bars, stamps and cues to their rotation'
          : source.kind === 'builtin'
            ? 'Preparing the images'
            : `Reading ${source.name}`}
        <span className={classes.importFigures}>
          {progress && !examining && <Files key={id} progress={progress} />}
          {timeLeft && <span>{timeLeft}</span>}
        </span>
      </WorkStatus>
    </div>
  )
}

/** Count and current rate: over the last seconds, since files differ in size. */
function Files({ progress }: { progress: ImportProgress }) {
  const [marks, setMarks] = useState<Marks>([])
  useEffect(() => setMarks((before) => addMark(before, { at: performance.now(), done: progress.done })), [progress])
  const pace = paceOf(marks, progress)
  return (
    <>
      <span>
        {formatCount(progress.done)} of {formatCount(progress.total)}
        {progress.rejected > 0 && `, ${formatCount(progress.rejected)} of them no image`}
      </span>
      {pace && <span>{pace.perSecond < WHOLE_FROM ? formatRate(pace.perSecond) : formatCount(pace.perSecond)} a second</span>}
    </>
  )
}
