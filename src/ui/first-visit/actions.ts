// Actions of a first visit.
import type { Action } from '../app/action.ts'
import type { PageActions } from '../app/page-actions.ts'
import { InfoIcon } from '../shared/icons.tsx'
import { showHints } from './hints.ts'

const showAgain: Action<PageActions> = {
  label: 'Show the hints again',
  icon: InfoIcon,
  run: (actions) => {
    actions.showDialog(null)
    showHints()
  },
}

export const hintActions = { showAgain }
