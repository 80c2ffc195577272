// All shortcuts, collected from the actions of all features.
import { dataActions } from '../data/actions.ts'
import { exportActions } from '../export/actions.ts'
import { analysisActions } from '../features/actions.ts'
import { latentActions } from '../latent/actions.ts'
import { lessonActions } from '../lesson/actions.ts'
import { runsActions } from '../runs/actions.ts'
import { startActions } from '../runs/start-actions.ts'
import { sampleActions } from '../samples/actions.ts'
import { timelineActions } from '../samples/timeline-actions.ts'
import { scoreActions } from '../scores/actions.ts'
import { slowStepActions } from '../slow-step/actions.ts'
import { studioActions } from '../studio/actions.ts'
import { runActions } from '../train/run-actions.ts'
import { saveActions } from '../train/save-actions.ts'
import { settingsActions } from '../train/settings-actions.ts'
import type { Action } from './action.ts'
import type { Actions } from './actions.ts'
import { measureActions } from './measure-actions.ts'
import { pageActions } from './page-actions.ts'

const FEATURES: readonly Readonly<Record<string, Action<Actions, never>>>[] = [
  runActions,
  slowStepActions,
  settingsActions,
  saveActions,
  exportActions,
  studioActions,
  dataActions,
  analysisActions,
  scoreActions,
  sampleActions,
  timelineActions,
  latentActions,
  lessonActions,
  runsActions,
  startActions,
  measureActions,
  pageActions,
]

const ALL = FEATURES.flatMap((actions) => Object.values(actions))

/** The type of `shortcut` allows this scope only for actions without a target. */
function isOnPage(action: Action<Actions, never>): action is Action<Actions> {
  return action.shortcut?.scope === 'page'
}

export const PAGE_SHORTCUTS: readonly Action<Actions>[] = ALL.filter(isOnPage)

/** A row of the list of shortcuts; keys with the same description share one. */
interface Row {
  readonly keys: readonly string[]
  readonly help: string
}

/** Moving the focus is no action. */
const MOVE: Row = { keys: ['↑ ↓ ← →'], help: 'Move on the sample wall; Enter or Space enlarges a sample' }

export function shortcutRows(): readonly Row[] {
  const rows = new Map<string, readonly string[]>()
  for (const { shortcut } of ALL) {
    if (shortcut?.help === undefined) continue
    if (shortcut.scope === 'sample') rows.set(MOVE.help, MOVE.keys)
    rows.set(shortcut.help, [...(rows.get(shortcut.help) ?? []), shortcut.name])
  }
  return Array.from(rows, ([help, keys]) => ({ keys, help }))
}
