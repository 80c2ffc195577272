// The prepared sets that are kept in this browser: open without an import, rescan, delete.

import { useRef, useState } from 'react'
import type { KeptSet } from '../../spec/image-set.ts'
import { formatBytes } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { folderButton, useFocusFallback } from '../shared/focus.ts'
import { countOf, formatDate } from '../shared/format.ts'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { dataActions } from './actions.ts'
import { describePreparation } from './describe-set.ts'
import classes from './kept-sets.module.css'
import { StorageMeter } from './storage-meter.tsx'

/** The most recent sets; a longer list would push the settings below it out of sight. */
const LISTED = 3

export function KeptSets() {
  const { sets, storage, problem } = useStore((state) => state.data.kept)
  const [all, setAll] = useState(false)
  if (sets.length === 0 && problem === null) return null
  return (
    <section className={classes.kept} aria-labelledby="kept-title">
      <h3 id="kept-title" className={classes.title}>
        Prepared before
      </h3>
      <ul className={classes.list}>
        {(all ? sets : sets.slice(0, LISTED)).map((set) => (
          <Entry key={set.key} set={set} />
        ))}
      </ul>
      {sets.length > LISTED && (
        <Button kind="quiet" onClick={() => setAll(!all)}>
          {all ? `Show the last ${LISTED}` : `Show all ${sets.length}`}
          <span className="visually-hidden"> prepared before</span>
        </Button>
      )}
      {problem && (
        <p className={text.warning} data-testid="keep-problem">
          {problem}
        </p>
      )}
      {storage && <StorageMeter storage={storage} testId="storage" />}
    </section>
  )
}

/** Where the focus goes when a set is deleted: the entry that takes its place. */
function neighbour(entry: HTMLElement): HTMLElement | null {
  return (entry.nextElementSibling ?? entry.previousElementSibling)?.querySelector('button') ?? folderButton()
}

function Entry({ set }: { set: KeptSet }) {
  const { name, picture, count, size, channels, preparation, bytes, savedAt } = set
  const differs = describePreparation(preparation)
  const entry = useRef<HTMLLIElement>(null)
  useFocusFallback(entry, neighbour)
  return (
    <li ref={entry} className={classes.set} data-testid="kept-set">
      <Picture pictures={picture} index={0} />
      <b>{name}</b>
      <p className={classes.facts}>
        <span>
          {countOf(count, 'image')}, {size} × {size} px, {channels === 1 ? 'grey' : 'colour'}
        </span>
        {differs !== '' && <span>{differs}</span>}
        <span>
          {formatDate(savedAt)}, {formatBytes(bytes)}
        </span>
      </p>
      <div className={classes.buttons}>
        <ActionButton action={dataActions.openKept} target={set} small />
        {set.folder && <ActionButton action={dataActions.rescanKept} target={set} small />}
        <ActionButton action={dataActions.deleteKept} target={set} kind="quiet" show="icon" small />
      </div>
    </li>
  )
}
