// The confirmation before a run with steps is ended, by whichever button or key.
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { ConfirmDialog } from '../shared/confirm-dialog.tsx'
import { describeQuestion } from './describe-loss.ts'

export function RunQuestion() {
  const actions = useActions()
  const run = useStore((state) => state.run)
  const { title, text, keep, go } = describeQuestion(run, run.question ?? 'reset')
  return (
    <ConfirmDialog
      open={run.question !== null}
      onOpenChange={(open) => !open && actions.answer(false)}
      title={title}
      keep={keep}
      go={go}
      onGo={() => actions.answer(true)}
    >
      {text}
    </ConfirmDialog>
  )
}
