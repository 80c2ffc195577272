// The Runs dialog: the list of the runs that this browser keeps, or the comparison of some of them.
import { Dialog } from '@base-ui/react/dialog'
import { lazy, Suspense, useRef } from 'react'
import type { DamagedRun } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { useFocusWhenLost } from '../shared/focus.ts'
import { countOf, formatPercent } from '../shared/format.ts'
import { LargeDialog } from '../shared/large-dialog.tsx'
import message from '../shared/message.module.css'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { runsActions } from './actions.ts'
import { RunEntry } from './run-entry.tsx'
import classes from './runs.module.css'
import { type DeletedRun, runOf, undoable } from './runs-slice.ts'
import { RunsStorage } from './runs-storage.tsx'

const Compare = lazy(() => import('./compare.tsx').then(({ Compare }) => ({ default: Compare })))

export function Runs() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'runs')
  const comparing = useStore(({ runs }) => runs.comparing)
  const chosen = useStore(({ runs }) => runs.chosen.length)
  const count = useStore(({ runs }) => runs.stored.runs.length)
  function close() {
    actions.showDialog(null)
    actions.stopComparing()
  }
  return (
    <LargeDialog
      open={open}
      onOpenChange={(wanted) => !wanted && close()}
      title={comparing ? `Compare ${countOf(chosen, 'run')}` : 'Runs'}
      subtitle={
        <Dialog.Description className={text.soft}>
          {comparing ? 'Curves over one step axis, scores, samples, and the settings that differ.' : describeCount(count)}
        </Dialog.Description>
      }
      testId="runs"
    >
      {comparing ? (
        <Suspense>
          <Compare />
        </Suspense>
      ) : (
        <List />
      )}
    </LargeDialog>
  )
}

function describeCount(count: number): string {
  const kept = 'Everything is kept in this browser and nowhere else: a project file is your own copy.'
  return count === 0 ? kept : `${countOf(count, 'run')}, the last saved first. ${kept}`
}

function List() {
  const runs = useStore((state) => state.runs)
  const { stored, listed, fileProblem } = runs
  return (
    <div className={classes.body}>
      <Tools />
      <Files />
      {[stored.problem, fileProblem].map(
        (problem) =>
          problem !== null && (
            <p key={problem} className={message.warning} role="alert">
              {problem}
            </p>
          ),
      )}
      {stored.damaged.map((run) => (
        <Damaged key={run.id} run={run} />
      ))}
      {undoable(runs).map((run) => (
        <Deleted key={run.id} run={run} />
      ))}
      {listed && stored.runs.length === 0 && <Empty />}
      <ul className={classes.list} aria-label="Kept runs">
        {stored.runs.map((run) => (
          <RunEntry key={run.id} run={run} />
        ))}
      </ul>
      <RunsStorage />
    </div>
  )
}

function Tools() {
  const actions = useActions()
  const input = useRef<HTMLInputElement>(null)
  const several = useStore(({ runs }) => runs.stored.runs.length > 1)

  function read(field: HTMLInputElement) {
    const file = field.files?.[0]
    field.value = '' // the same file can be chosen again
    if (file) actions.importRun(file)
  }

  return (
    <div className={classes.tools}>
      {several && <ActionButton action={runsActions.compareRuns} />}
      <ActionButton action={runsActions.pickRunFile} target={input} />
      <input
        ref={input}
        type="file"
        accept=".zip,.safetensors"
        hidden
        aria-label="Project file or checkpoint"
        data-testid="run-input"
        onChange={(event) => read(event.currentTarget)}
      />
    </div>
  )
}

/** The files that are being made or read. */
function Files() {
  const exporting = useStore(({ runs }) => runs.exporting)
  const name = useStore(({ runs }) => runOf(runs, runs.exporting?.id ?? null)?.name)
  const importing = useStore(({ runs }) => runs.importing)
  return (
    <>
      {exporting && (
        <WorkStatus
          label="The project file"
          share={exporting.share}
          cancel={<ActionButton action={runsActions.cancelExport} kind="quiet" />}
          testId="export-progress"
        >
          The project file of “{name}” is being made: {formatPercent(exporting.share)}
        </WorkStatus>
      )}
      {importing !== null && (
        <WorkStatus
          label="The file"
          share={importing.share}
          cancel={<ActionButton action={runsActions.cancelImport} kind="quiet" />}
          testId="run-import-progress"
        >
          {importing.name} is being read and checked: {formatPercent(importing.share)}
        </WorkStatus>
      )}
    </>
  )
}

function Damaged({ run }: { run: DamagedRun }) {
  return (
    <p className={`${message.warning} ${classes.deleted}`} data-testid="damaged-run">
      <span>
        {run.sentence} Its folder is “{run.id}”.
      </span>
      <ActionButton action={runsActions.deleteDamaged} target={run} small />
    </p>
  )
}

function Deleted({ run }: { run: DeletedRun }) {
  const line = useFocusWhenLost<HTMLParagraphElement>()
  return (
    <p ref={line} className={classes.deleted} tabIndex={-1} data-testid="deleted-run">
      <span>“{run.name}” is deleted. You can bring it back until you close the page, or until the room is needed.</span>
      <ActionButton action={runsActions.restoreRun} target={run} small />
    </p>
  )
}

function Empty() {
  return (
    <div className={`${message.empty} ${classes.empty}`} data-testid="runs-empty">
      <p>
        <b>No run is kept yet.</b> Press Train: from its first minute on, a run is saved here by itself, so that you can close the page and
        go on another day.
      </p>
      <p>
        A project file from another machine, or a network saved as .safetensors, can be opened here too: choose it above, or drop it
        anywhere on the page.
      </p>
    </div>
  )
}
