// The search for directions: how far it is, with Cancel; or, where something is missing and nobody searches, a button that begins.
import type { FoundDirections } from '../../drawing/drawings.ts'
import { Button } from '../../shared/button.tsx'
import { formatPercent } from '../../shared/format.ts'
import { aboutLeft } from '../../shared/pace.ts'
import text from '../../shared/text.module.css'
import { WorkStatus } from '../../shared/work-status.tsx'

interface DirectionSearchProps {
  /** Null before the search has begun. */
  readonly found: FoundDirections | null
  readonly onFind: () => void
  readonly onCancel: () => void
}

/** What is looked for: directions, and then how each layer takes part in them. */
const WORDS = {
  directions: {
    label: 'Finding directions',
    meanwhile: 'You can go on meanwhile.',
    missing: 'The directions of this generator are not known.',
    find: 'Find directions',
  },
  layers: {
    label: 'Finding what each layer does',
    meanwhile: 'Then you can choose layers.',
    missing: 'What each layer does is not known: directions are of all layers.',
    find: 'Find what each layer does',
  },
} as const

export function DirectionSearch({ found, onFind, onCancel }: DirectionSearchProps) {
  if (found?.zoned) return null
  const { label, meanwhile, missing, find } = WORDS[found?.directions ? 'layers' : 'directions']
  if (found && !found.search)
    return (
      <>
        <p className={text.pretty}>{missing}</p>
        <Button small onClick={onFind}>
          {find}
        </Button>
      </>
    )
  const { share = 0, left = null } = found?.search ?? {}
  const timeLeft = aboutLeft(left)
  return (
    <WorkStatus
      label={label}
      share={share > 0 ? share : undefined}
      cancel={
        <Button small onClick={onCancel}>
          Cancel
        </Button>
      }
      testId="direction-search"
    >
      {label}
      {share > 0 && `, ${formatPercent(share)}`}
      {timeLeft && `, ${timeLeft}`}. {meanwhile}
    </WorkStatus>
  )
}
