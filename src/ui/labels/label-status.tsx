// How many images have a label, where the labels come from, whether they are saved, and Undo.
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import text from '../shared/text.module.css'
import { runExists } from '../train/run-slice.ts'
import { labelsActions } from './actions.ts'
import { countsSentence, savedSentence, sourceSentence } from './describe-labels.ts'
import classes from './label-status.module.css'
import { useCounts, useSession } from './use-labelling.ts'

export function LabelStatus() {
  const { labels } = useSession()
  const counts = useCounts()
  const saved = useStore(savedSentence)
  const hasRun = useStore(({ run }) => runExists(run.state))
  const share = counts.labelled / Math.max(1, counts.labelled + counts.unlabelled)
  return (
    <div className={classes.status} data-testid="label-status">
      <p>
        <b>{countsSentence(counts)}</b>
      </p>
      <progress className={classes.share} aria-label="Images with a label" max={1} value={share} />
      <p className={text.soft}>
        {sourceSentence(labels)} {labels.source === 'hand' && labels.names.length > 0 && saved}
        {hasRun && ' The run goes on with the classes it began with.'}
      </p>
      <ActionButton action={labelsActions.undo} small className={classes.undo} />
    </div>
  )
}
