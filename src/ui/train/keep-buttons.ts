// The buttons about kept runs: continue, watch, take over, go back to the last save, begin again smaller.
import type { RunConfig } from '../../spec/config.ts'
import { originOf } from '../../spec/kept.ts'
import { parseConfig } from '../../spec/parse-config.ts'
import type { RunSummary } from '../../spec/runs.ts'
import type { Action } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { State } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import { CrossIcon, PlayIcon } from '../shared/icons.tsx'
import type { ContinueTarget, KeepActions } from './keep-actions.ts'
import { isUnderWay } from './run-slice.ts'

/** A run that this tab trains goes on here anyway: only from another of its snapshots, or as a branch, is there something to do. */
function continueBlocker({ keep, run }: State, target: ContinueTarget): string | null {
  if (!target.run.resumable) return REASONS.notResumable
  const here = target.run.id === keep.id && !keep.watching
  if (target.run.inUse && !here) return REASONS.inOtherTab
  return here && isUnderWay(run.state) && target.file === null && !target.branch ? REASONS.trainsHere : null
}

const continueRun: Action<KeepActions, ContinueTarget> = {
  label: (_, { branch }) => (branch ? 'Branch' : 'Continue'),
  labelEnd: (_, { run, file }) => (file === null ? ` ${run.name}` : ` ${run.name} from this step`),
  icon: PlayIcon,
  blocked: continueBlocker,
  run: (actions, target) => actions.continueRun(target),
}

const watch: Action<KeepActions, RunSummary> = {
  label: 'Watch',
  labelEnd: (_, { name }) => ` ${name}`,
  run: (actions, run) => actions.watch(run),
}

const takeOver: Action<KeepActions, RunSummary> = {
  label: ({ keep }) => (keep.takingOver ? 'Taking over …' : 'Take over'),
  labelEnd: (_, { name }) => ` ${name}`,
  blocked: ({ keep }) => (keep.takingOver ? REASONS.takingOver : null),
  run: (actions, run) => actions.takeOver(run),
}

const stopWatching: Action<KeepActions> = { label: 'Stop watching', run: (actions) => actions.stopWatching() }

const chooseImages: Action<KeepActions> = {
  label({ keep }) {
    const origin = originOf(keep.pending?.images.name ?? '')
    return origin === 'files' ? 'Pick the files again' : `Choose the ${origin} again`
  },
  run: (actions) => void actions.chooseImages(),
}

const cancelPending: Action<KeepActions> = { label: 'Cancel', run: (actions) => actions.cancelPending() }

const dismissOffer: Action<KeepActions> = { label: 'Dismiss', icon: CrossIcon, run: (actions) => actions.dismissOffer() }

/** After a failure that it can get over. */
const goBackToSave: Action<KeepActions> = {
  label: ({ keep }) => `Go back to step ${formatCount(keep.saved?.step ?? 0)}`,
  run: (actions) => actions.continueFromSave(true),
}

const tryAgain: Action<KeepActions> = {
  label: ({ keep }) => `Try again from step ${formatCount(keep.saved?.step ?? 0)}`,
  run: (actions) => actions.continueFromSave(false),
}

/** Settings with which a run needs less memory. */
export type Smaller = Pick<RunConfig, 'batch'> | Pick<RunConfig, 'width'>

const beginSmaller: Action<KeepActions, Smaller> = {
  label: (_, smaller) => ('batch' in smaller ? `Train with batch ${smaller.batch}` : `Train with width ${smaller.width}`),
  run: (actions, smaller) => actions.beginWith(smaller),
}

/** Half the batch and half the width, where the settings allow it. */
export function smallerSettings(config: RunConfig): readonly Smaller[] {
  const halves: readonly Smaller[] = [{ batch: config.batch / 2 }, { width: config.width / 2 }]
  return halves.filter((half) => parseConfig(half, config).problems.length === 0)
}

export const keepActions = {
  continueRun,
  watch,
  takeOver,
  stopWatching,
  chooseImages,
  cancelPending,
  dismissOffer,
  goBackToSave,
  tryAgain,
  beginSmaller,
}
