// A kept run in the list: its picture, what it is and where it came from, and what can be done with it.
import { useRef } from 'react'
import { PRESETS } from '../../spec/presets.ts'
import type { RunSummary } from '../../spec/runs.ts'
import { formatBytes } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { useFocusFallback } from '../shared/focus.ts'
import { formatDate } from '../shared/format.ts'
import { Picture } from '../shared/picture.tsx'
import { presetLike } from '../train/settings-slice.ts'
import { isCurrent, runsActions } from './actions.ts'
import { describeBest, describeImages, describeOrigin, describeSteps } from './describe-runs.ts'
import { RunMenu } from './run-menu.tsx'
import { RunName } from './run-name.tsx'
import classes from './runs.module.css'
import { MAX_COMPARED } from './runs-slice.ts'
import { differencesFrom } from './settings-diff.ts'
import { startActions } from './start-actions.ts'

/** Samples shown of a run. */
const SHOWN_SAMPLES = 4

/** Where the focus goes when a run is deleted: the entry that takes its place. */
function neighbour(entry: HTMLElement): HTMLElement | null | undefined {
  return (entry.nextElementSibling ?? entry.previousElementSibling)?.querySelector('button')
}

export function RunEntry({ run }: { run: RunSummary }) {
  const entry = useRef<HTMLLIElement>(null)
  useFocusFallback(entry, neighbour)
  const current = useStore((state) => isCurrent(state, run))
  return (
    <li ref={entry} className={classes.run} data-current={current} data-testid="kept-run" data-id={run.id}>
      <Samples run={run} />
      <div className={classes.about}>
        <div className={classes.heading}>
          <RunName run={run} />
          <Badges run={run} current={current} />
        </div>
        <Facts run={run} />
      </div>
      <div className={classes.buttons}>
        {run.resumable && <ActionButton action={startActions.continueKept} target={run} small kind={current ? 'plain' : 'primary'} />}
        {!run.resumable && <ActionButton action={startActions.viewKept} target={run} small kind="primary" />}
        {run.resumable && <ActionButton action={startActions.repeatAsTwin} target={run} small />}
        <RunMenu run={run} />
        <ActionButton action={runsActions.deleteRun} target={run} kind="quiet" show="icon" small />
        <Check run={run} />
      </div>
    </li>
  )
}

function Samples({ run: { picture } }: { run: RunSummary }) {
  const shown = Math.min(SHOWN_SAMPLES, picture?.count ?? 0)
  return (
    <div className={classes.samples} aria-hidden="true">
      {Array.from({ length: shown }, (_, index) => (
        <Picture key={index} pictures={picture} index={index} />
      ))}
    </div>
  )
}

function Badges({ run, current }: { run: RunSummary; current: boolean }) {
  return (
    <>
      {current && <span className={classes.badge}>on this page</span>}
      {run.inUse && !current && <span className={classes.badge}>in use by another tab</span>}
      {!run.resumable && <span className={classes.badge}>to be looked at only</span>}
    </>
  )
}

function Facts({ run }: { run: RunSummary }) {
  const { config, images, origin } = run
  const preset = presetLike(config)
  const differs = differencesFrom(preset, config)
  const lines = [
    [describeSteps(run), describeBest(run)].filter((part) => part !== null).join(' · '),
    describeImages(images),
    [`${PRESETS[preset].label}, seed ${config.seed}`, ...differs].join(' · '),
    [describeOrigin(origin), `saved ${formatDate(run.savedAt)}`, formatBytes(run.bytes)].filter((part) => part !== null).join(' · '),
  ]
  return (
    <ul className={classes.facts}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function Check({ run: { id, name } }: { run: RunSummary }) {
  const actions = useActions()
  const checked = useStore(({ runs }) => runs.chosen.includes(id))
  const full = useStore(({ runs }) => runs.chosen.length >= MAX_COMPARED)
  return (
    <label className={classes.check}>
      <input
        type="checkbox"
        checked={checked}
        disabled={full && !checked}
        onChange={(event) => actions.chooseRun(id, event.currentTarget.checked)}
      />
      Compare<span className="visually-hidden"> “{name}”</span>
    </label>
  )
}
