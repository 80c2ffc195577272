// Labels from and to files: a table is read, previewed and applied; labels are saved as CSV; back to what the set came with.
import { useRef } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { useLeftOut } from '../data/use-images.ts'
import features from '../features/features.module.css'
import bar from '../shared/bar.module.css'
import { Button } from '../shared/button.tsx'
import { formatCount } from '../shared/format.ts'
import { FilesIcon, WarningIcon } from '../shared/icons.tsx'
import text from '../shared/text.module.css'
import { labelsActions } from './actions.ts'
import { countsSentence } from './describe-labels.ts'
import classes from './label-sources.module.css'
import parts from './parts.module.css'
import { countLabels, isOwn } from './session.ts'
import { useSession } from './use-labelling.ts'

/** Classes of a table listed at most. */
const LISTED = 12

export function LabelSources() {
  const { labels } = useSession()
  const own = labels.names.length > 0 && isOwn(labels)
  return (
    <>
      <h3 className={parts.heading}>Tables</h3>
      <ReadTable />
      <Problem />
      <Preview />
      <div className={bar.bar}>
        <ActionButton action={labelsActions.saveCsv} small />
        {own && <ActionButton action={labelsActions.revert} small />}
      </div>
    </>
  )
}

function ReadTable() {
  const actions = useActions()
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button small onClick={() => field.current?.click()}>
        <FilesIcon />
        Read a CSV
      </Button>
      <input
        ref={field}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        hidden
        aria-label="Table of labels"
        data-testid="label-file-input"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file) actions.readLabelFile(file)
          event.currentTarget.value = '' // so that the same file can be chosen again
        }}
      />
      <p className={text.soft}>With a path and a label in each row, or drop it on the page. You see what it matches before it counts.</p>
    </>
  )
}

function Problem() {
  const problem = useStore(({ labels }) => labels.problem)
  if (problem === null) return null
  return (
    <p className={features.problem} role="alert">
      <WarningIcon />
      {problem}
    </p>
  )
}

function Preview() {
  const table = useStore(({ labels }) => labels.table)
  const leftOut = useLeftOut()
  if (table === null) return null
  const counts = countLabels(table.labels, leftOut)
  return (
    <section className={classes.preview} aria-label="The table that was read" data-testid="label-table">
      <p role="status">
        <b>{countsSentence(counts)}</b>
      </p>
      <ul className={classes.tableCounts}>
        {table.labels.names.slice(0, LISTED).map((name, index) => (
          <li key={name}>
            {name} <span className={text.soft}>{formatCount(counts.ofClasses[index] ?? 0)}</span>
          </li>
        ))}
        {table.labels.names.length > LISTED && <li>and {formatCount(table.labels.names.length - LISTED)} more</li>}
      </ul>
      {table.notes.map((note) => (
        <p key={note} className={text.warning}>
          {note}
        </p>
      ))}
      <div className={bar.bar}>
        <ActionButton action={labelsActions.applyTable} kind="primary" small />
        <ActionButton action={labelsActions.dropTable} small />
      </div>
    </section>
  )
}
