// The import that goes on: how far, how fast, how long still.
import { useEffect, useState } from 'react'
import type { ImportProgress } from '../../spec/report.ts'
import { useSession } from '../session/session-context.ts'
import { useStore } from '../store/store.ts'
import { formatCount, formatDuration, formatRate } from '../text/format.ts'
import { addMark, type Marks, paceOf } from '../text/pace.ts'
import classes from './data-panel.module.css'
import { WorkStatus } from './work-status.tsx'

/** From here on decimals say nothing. */
const COUNTED = 10

export function ImportStatus() {
  const session = useSession()
  const opening = useStore((state) => state.data.opening)
  if (opening === null) return null
  const { id, source, progress } = opening
  const examined = progress?.examined ?? null
  const share = examined ?? (progress && progress.total > 0 ? progress.done / progress.total : 0)
  return (
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
