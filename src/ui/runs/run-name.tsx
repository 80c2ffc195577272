// The name of a run, which can be changed in its place.
import { useRef, useState } from 'react'
import type { RunSummary } from '../../spec/runs.ts'
import { useActionView } from '../app/action-button.tsx'
import { useAsk } from '../app/question.tsx'
import { Button } from '../shared/button.tsx'
import { PencilIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import { runsActions } from './actions.ts'
import classes from './runs.module.css'

/** Longer names would not fit into any line. */
const MAX_LENGTH = 80

export function RunName({ run }: { run: RunSummary }) {
  const [editing, setEditing] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const { blocked } = useActionView(runsActions.renameRun, { run, name: run.name })

  function done() {
    setEditing(false)
    requestAnimationFrame(() => box.current?.querySelector('button')?.focus()) // the text field is gone by then
  }

  return (
    <div ref={box} className={classes.name}>
      {editing ? (
        <NameField run={run} onDone={done} />
      ) : (
        <>
          <h3>{run.name}</h3>
          <Button kind="quiet" small label={`Rename “${run.name}”`} blocked={blocked} onClick={() => setEditing(true)}>
            <PencilIcon />
          </Button>
        </>
      )}
    </div>
  )
}

/** Enter and leaving the field take the name, Escape keeps the old one. */
function NameField({ run, onDone }: { run: RunSummary; onDone: () => void }) {
  const ask = useAsk()
  const [name, setName] = useState(run.name)
  const ended = useRef(false)

  function end(taken: boolean) {
    if (ended.current) return
    ended.current = true
    if (taken && name.trim() !== run.name) ask(runsActions.renameRun, { run, name })
    onDone()
  }

  return (
    <input
      className={input.input}
      aria-label={`New name of “${run.name}”`}
      maxLength={MAX_LENGTH}
      value={name}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(true)
        if (event.key !== 'Escape') return
        event.stopPropagation() // it would close the dialog
        end(false)
      }}
    />
  )
}
