// The confirmation before a run with steps is ended, by whichever button or key.
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { ConfirmDialog } from '../shared/confirm-dialog.tsx'
import { describeQuestion } from './describe-loss.ts'

export function RunQuestion() {
  const session = useSession()
  const run = useStore((state) => state.run)
  const { title, text, keep, go } = describeQuestion(run, run.question ?? 'reset')
  return (
    <ConfirmDialog
      open={run.question !== null}
      onOpenChange={(open) => !open && session.answer(false)}
      title={title}
      keep={keep}
      go={go}
      onGo={() => session.answer(true)}
    >
      {text}
    </ConfirmDialog>
  )
}
