// The import that goes on: how far, how fast, how long still.
import { useEffect, useRef, useState } from 'react'
import type { ImportProgress } from '../../spec/report.ts'
import { folderButton, useFocusHeir } from '../hooks/use-focus-heir.ts'
import { useSession } from '../session/session-context.ts'
import type { DataSlice } from '../store/data-slice.ts'
import { useStore } from '../store/store.ts'
import { formatCount, formatDuration, formatRate } from '../text/format.ts'
import { addMark, type Marks, paceOf } from '../text/pace.ts'
import classes from './data-panel.module.css'
import { WorkStatus } from './work-status.tsx'

/** From here on decimals say nothing. */
const COUNTED = 10

export function ImportStatus() {
  const opening = useStore((state) => state.data.opening)
  return opening && <Importing opening={opening} />
}

function Importing({ opening: { id, source, progress } }: { opening: NonNullable<DataSlice['opening']> }) {
  const session = useSession()
  const box = useRef<HTMLDivElement>(null)
  useFocusHeir(box, folderButton)
  const examined = progress?.examined ?? null
  const share = examined ?? (progress && progress.total > 0 ? progress.done / progress.total : 0)
  return (
    <div ref={box}>
      <WorkStatus
        label={examined === null ? 'Images prepared' : 'Images looked over'}
        share={progress ? share : undefined}
        onCancel={session.cancelOpen}
        testId="import-progress"
      >
        {examined === null && (source.kind === 'builtin' ? 'Preparing the images' : `Reading ${source.name}`)}
        {examined === null && progress && <ProgressText key={id} progress={progress} />}
        {examined !== null && 'Looking the images over for copies, bars, marks and turns that can be told'}
      </WorkStatus>
    </div>
  )
}

function ProgressText({ progress }: { progress: ImportProgress }) {
  const [marks, setMarks] = useState<Marks>([])
  useEffect(() => setMarks((before) => addMark(before, { at: performance.now(), done: progress.done })), [progress])
  const pace = paceOf(marks, progress)
  return (
    <span className={classes.importFigures}>
      <span>
        {formatCount(progress.done)} of {formatCount(progress.total)}
        {progress.refused > 0 && `, ${formatCount(progress.refused)} of them no image`}
      </span>
      {pace && (
        <span>
          {pace.perSecond < COUNTED ? formatRate(pace.perSecond) : formatCount(pace.perSecond)} a second, about {formatDuration(pace.left)}{' '}
          left
        </span>
      )}
    </span>
  )
}
