// The Data panel: built-in sets, the person's own files, kept sets, and the result of the import.

import { useId, useRef } from 'react'
import { BUILTIN_NAMES, BUILTIN_SETS } from '../../spec/datasets.ts'
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { FOLDER_BUTTON } from '../shared/focus.ts'
import { formatCount } from '../shared/format.ts'
import { FilesIcon, FolderIcon } from '../shared/icons.tsx'
import { Panel } from '../shared/panel.tsx'
import text from '../shared/text.module.css'
import { runExists } from '../train/run-slice.ts'
import { BuiltinGlyph } from './builtin-glyph.tsx'
import { fromInput } from './collect-files.ts'
import classes from './data-panel.module.css'
import { DatasetSummary } from './dataset-summary.tsx'
import { ImportStatus } from './import-status.tsx'
import { KeptSets } from './kept-sets.tsx'
import { canPickFolders, pickFolder } from './pick-files.ts'

export function DataPanel() {
  const locked = useStore((state) => runExists(state.run.state))
  return (
    <Panel title="Data" aside={locked && <span>fixed for this run</span>}>
      <BuiltinCards locked={locked} />
      <OwnImages locked={locked} />
      <ImportStatus />
      <DatasetSummary />
      <KeptSets locked={locked} />
    </Panel>
  )
}

function BuiltinCards({ locked }: { locked: boolean }) {
  const session = useSession()
  const name = useId()
  const wanted = useStore(({ data }) => (data.wanted?.kind === 'builtin' ? data.wanted.name : null))
  return (
    <fieldset className={classes.cards} disabled={locked}>
      <legend className="visually-hidden">Built-in images</legend>
      {BUILTIN_NAMES.map((set) => (
        <label key={set} className={classes.card}>
          <input
            type="radio"
            className={classes.radio}
            name={name}
            checked={wanted === set}
            onChange={() => session.open({ kind: 'builtin', name: set })}
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

function OwnImages({ locked }: { locked: boolean }) {
  const session = useSession()
  const folder = useRef<HTMLInputElement | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const blocked = locked ? 'Fixed for this run; Reset to change.' : null

  // React has no prop for `webkitdirectory`.
  function asFolderInput(input: HTMLInputElement | null) {
    folder.current = input
    if (input) input.webkitdirectory = true
  }

  async function chooseFolder() {
    if (!canPickFolders()) return folder.current?.click()
    const handle = await pickFolder()
    if (handle) session.open({ kind: 'folder', name: handle.name, handle })
  }

  async function openFiles(input: HTMLInputElement) {
    if (input.files === null || input.files.length === 0) return
    const source = await fromInput(input.files)
    input.value = '' // so that the same folder can be chosen again
    session.open(source)
  }

  return (
    <div className={classes.own}>
      <div className={classes.buttons}>
        <Button id={FOLDER_BUTTON} blocked={blocked} onClick={chooseFolder}>
          <FolderIcon />
          Choose a folder
        </Button>
        <Button blocked={blocked} onClick={() => files.current?.click()}>
          <FilesIcon />
          Pick files
        </Button>
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
        accept="image/*,.zip"
        multiple
        hidden
        aria-label="Image files"
        data-testid="files-input"
        onChange={(event) => openFiles(event.currentTarget)}
      />
      <p className={text.soft}>
        {blocked ?? 'Or drop images, folders or a zip anywhere on the page, or paste images. They never leave this tab.'}
      </p>
    </div>
  )
}
