// At the foot of “Take away”: the file that is being made, with Cancel; then what it has become, or why it has not.
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { formatPercent } from '../shared/format.ts'
import { CheckIcon, WarningIcon } from '../shared/icons.tsx'
import { aboutLeft } from '../shared/pace.ts'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { exportActions } from './actions.ts'
import { describeMade, fileName, nameOf } from './describe-export.ts'
import type { ExportSlice } from './export-slice.ts'
import classes from './file-status.module.css'

export function FileStatus() {
  const { underWay, made, problem } = useStore(({ files }) => files)
  if (underWay) return <UnderWay {...underWay} />
  if (problem)
    return (
      <div className={classes.problem} role="alert" data-testid="file-problem">
        <WarningIcon />
        <p>
          <b>{nameOf(problem.request)} could not be made.</b> {problem.sentence}
        </p>
      </div>
    )
  if (!made) return null
  return (
    <div className={classes.made} data-testid="file-made">
      <CheckIcon />
      <p>
        <b>{fileName(made)}</b>
        <span className={text.soft}>{describeMade(made)}</span>
      </p>
      <ActionButton action={exportActions.saveAgain} small />
    </div>
  )
}

function UnderWay({ request, share, left, cancelling }: NonNullable<ExportSlice['underWay']>) {
  const timeLeft = aboutLeft(left)
  const name = nameOf(request)
  return (
    <div className={classes.underWay}>
      <WorkStatus
        label={name}
        share={share > 0 ? share : undefined}
        cancel={<ActionButton action={exportActions.cancelFile} small />}
        testId="file-progress"
      >
        {name} {request.kind === 'pytorch' ? 'are' : 'is'} being made
        {share > 0 && `, ${formatPercent(share)}`}
        {timeLeft && `, ${timeLeft}`}.{cancelling && ' It is being cancelled.'}
      </WorkStatus>
    </div>
  )
}
