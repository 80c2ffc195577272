// Shown when the chosen settings differ from those a kept set was prepared with: choose the files again, or restore the settings.
import { originOf } from '../../spec/kept.ts'
import { describeMismatch, mismatchedKeptSet } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { askForImages, mayRead } from './pick-files.ts'
import classes from './preparation-mismatch.module.css'

export function PreparationMismatch() {
  const session = useSession()
  const opened = useStore(mismatchedKeptSet)
  const settings = useStore((state) => state.settings)
  const folder = useStore(({ data }) => data.kept.sets.find(({ key }) => key === opened?.source.key)?.folder ?? null)
  if (opened === null) return null
  const { source, preparation } = opened
  const origin = originOf(source.name)
  const otherSize = settings.config.size !== preparation.size

  async function choose() {
    const again = folder && (await mayRead(folder)) ? ({ kind: 'folder', name: source.name, handle: folder } as const) : null
    const images = again ?? (await askForImages(origin))
    if (images) session.open(images)
  }

  return (
    <div className={classes.otherwise} data-testid="preparation-mismatch">
      <p>{describeMismatch(opened, settings)}</p>
      <div className={classes.buttons}>
        <Button onClick={choose}>{origin === 'files' ? 'Pick the files again' : `Choose the ${origin} again`}</Button>
        <Button kind="quiet" onClick={session.restorePreparation}>
          {otherSize ? `Stay at ${preparation.size} px` : 'Restore the settings'}
        </Button>
      </div>
    </div>
  )
}
