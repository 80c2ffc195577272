// The Data panel: built-in sets, the person's own files, kept sets, and the result of the import.

import { useId, useRef } from 'react'
import { BUILTIN_NAMES, BUILTIN_SETS } from '../../spec/datasets.ts'
import { ActionButton } from '../app/action-button.tsx'
import { fixedBlocker } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Hint } from '../first-visit/hint.tsx'
import { PartWords } from '../first-visit/part-words.tsx'
import { FOLDER_BUTTON } from '../shared/focus.ts'
import { formatCount } from '../shared/format.ts'
import input from '../shared/input.module.css'
import { Panel } from '../shared/panel.tsx'
import text from '../shared/text.module.css'
import { runExists } from '../train/run-slice.ts'
import { dataActions } from './actions.ts'
import { BuiltinGlyph } from './builtin-glyph.tsx'
import { fromInput } from './collect-files.ts'
import classes from './data-panel.module.css'
import { DatasetSummary } from './dataset-summary.tsx'
import { ImportStatus } from './import-status.tsx'
import { KeptSets } from './kept-sets.tsx'

export function DataPanel() {
  const locked = useStore((state) => runExists(state.run.state))
  return (
    <Panel title="Data" aside={locked && <span>fixed for this run</span>}>
      <PartWords part="data" />
      <BuiltinCards locked={locked} />
      <OwnImages />
      <ImportStatus />
      <DatasetSummary />
      <KeptSets />
    </Panel>
  )
}

function BuiltinCards({ locked }: { locked: boolean }) {
  const actions = useActions()
  const name = useId()
  const wanted = useStore(({ data }) => (data.wanted?.kind === 'builtin' ? data.wanted.name : null))
  return (
    <fieldset className={classes.cards} disabled={locked}>
      <legend className="visually-hidden">Built-in images</legend>
      {BUILTIN_NAMES.map((set) => (
        <label key={set} className={classes.card}>
          <input
            type="radio"
            className={input.cover}
            name={name}
            checked={wanted === set}
            onChange={() => actions.open({ kind: 'builtin', name: set })}
          />
          <BuiltinGlyph name={set} />
          <span className={classes.cardText}>
            <b>{BUILTIN_SETS[set].label}</b>
            <span>{BUILTIN_SETS[set].what}</span>
          </span>
          <span className={classes.count}>{formatCount(BUILTIN_SETS[set].count)}</span>
        </label>
      ))}
    </fieldset>
  )
}

function OwnImages() {
  const actions = useActions()
  const folder = useRef<HTMLInputElement | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const blocked = useStore(fixedBlocker)

  // React has no prop for `webkitdirectory`.
  function asFolderInput(field: HTMLInputElement | null) {
    folder.current = field
    if (field) field.webkitdirectory = true
  }

  async function openFiles(field: HTMLInputElement) {
    if (field.files === null || field.files.length === 0) return
    const source = await fromInput(field.files)
    field.value = '' // so that the same folder can be chosen again
    await actions.openFiles(source)
  }

  return (
    <div className={classes.own}>
      <Hint number={2} to="down">
        Choose your images
      </Hint>
      <div className={classes.buttons}>
        <ActionButton action={dataActions.chooseFolder} target={folder} id={FOLDER_BUTTON} />
        <ActionButton action={dataActions.pickFiles} target={files} />
      </div>
      <input
        ref={asFolderInput}
        type="file"
        multiple
        hidden
        aria-label="Folder of images"
        data-testid="folder-input"
        onChange={(event) => openFiles(event.currentTarget)}
      />
      <input
        ref={files}
        type="file"
        accept="image/*,.zip,.safetensors"
        multiple
        hidden
        aria-label="Image files"
        data-testid="files-input"
        onChange={(event) => openFiles(event.currentTarget)}
      />
      <p className={text.soft}>
        {blocked ?? 'Or drop images, folders, a zip or a project file anywhere on the page, or paste images. They never leave this tab.'}
      </p>
    </div>
  )
}
