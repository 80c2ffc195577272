// What a film has from the studio: its path, and what it changes of every picture.
import type { FilmEdits } from '../../spec/films.ts'
import { pathSeconds } from '../../spec/paths.ts'
import { ActionButton } from '../app/action-button.tsx'
import { Button } from '../shared/button.tsx'
import { countOf } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { studioActions } from '../studio/actions.ts'
import { useStudio } from '../studio/state/studio-store.ts'
import form from './form.module.css'

export function StudioPath() {
  const path = useStudio((state) => state.path)
  const count = path.keys.length
  const seconds = Number(pathSeconds(path).toFixed(1))
  return (
    <>
      <p className={text.soft}>
        {count < 2
          ? 'There is no path yet: two key pictures in the studio make one.'
          : `${countOf(count, 'key picture')}, ${path.closed ? 'round and round' : 'from the first to the last'}, ${seconds} s in the studio. The film takes the seconds that are set for it.`}
      </p>
      <div>
        <ActionButton action={studioActions.open} label={count < 2 ? 'Lay out a path' : 'Change the path'} />
      </div>
    </>
  )
}

interface StudioEditsProps {
  readonly edits: FilmEdits
  readonly onLeaveOut: () => void
}

/** Nothing where there are none. */
export function StudioEdits({ edits: { variety, directions = [] }, onLeaveOut }: StudioEditsProps) {
  const named = [
    ...(variety === undefined ? [] : [`variety ${variety}`]),
    ...(directions.length === 0 ? [] : [countOf(directions.length, 'direction')]),
  ]
  if (named.length === 0) return null
  return (
    <div className={form.edits}>
      <span className={text.soft}>As in the studio: {named.join(' and ')}.</span>
      <Button small onClick={onLeaveOut}>
        Leave out
      </Button>
    </div>
  )
}
