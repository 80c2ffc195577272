// The import that goes on, or why the last one came to nothing.
import { useSession } from '../session/session-context.ts'
import { useStore } from '../store/store.ts'
import { formatCount } from '../text/format.ts'
import { Button } from './button.tsx'
import classes from './data-panel.module.css'

export function ImportStatus() {
  const session = useSession()
  const opening = useStore((state) => state.data.opening)
  if (opening === null) return null
  const { source, progress } = opening
  const builtin = source.kind === 'builtin'
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0
  return (
    <div className={classes.importing} data-testid="import-progress">
      <p>
        {builtin ? 'Preparing the images' : `Reading ${source.name}`}
        {progress && (
          <span className={classes.soft}>
            {' '}
            {formatCount(progress.done)} of {formatCount(progress.total)}
            {progress.refused > 0 && `, ${formatCount(progress.refused)} left out`}
          </span>
        )}
      </p>
      <Button kind="quiet" onClick={session.cancelOpen}>
        Cancel
      </Button>
      <progress className={classes.progress} aria-label="Images prepared" max={1} value={progress ? share : undefined} />
    </div>
  )
}
