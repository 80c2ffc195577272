// The prepared sets that are kept in this browser: open without an import, rescan, delete.

import { useRef, useState } from 'react'
import type { FolderHandle } from '../../spec/files.ts'
import type { KeptSets as Kept, KeptSet } from '../../spec/report.ts'
import { formatBytes } from '../../spec/words.ts'
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { ConfirmDialog } from '../shared/confirm-dialog.tsx'
import { folderButton, useFocusFallback } from '../shared/focus.ts'
import { countOf, formatDate } from '../shared/format.ts'
import { BinIcon } from '../shared/icons.tsx'
import meter from '../shared/meter.module.css'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { describePreparation, keptSetName } from './describe-set.ts'
import classes from './kept-sets.module.css'
import { mayRead } from './pick-files.ts'

/** The most recent sets; a longer list would push the settings below it out of sight. */
const LISTED = 3

export function KeptSets({ locked }: { locked: boolean }) {
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
          <Entry key={set.key} set={set} locked={locked} />
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
      {storage && <Storage storage={storage} />}
    </section>
  )
}

/** Where the focus goes when a set is deleted: the entry that takes its place. */
function neighbour(entry: HTMLElement): HTMLElement | null {
  return (entry.nextElementSibling ?? entry.previousElementSibling)?.querySelector('button') ?? folderButton()
}

function Entry({ set, locked }: { set: KeptSet; locked: boolean }) {
  const { key, name, picture, count, size, channels, preparation, bytes, savedAt } = set
  const called = useStore(({ data }) => keptSetName(set, data.kept.sets))
  const differs = describePreparation(preparation)
  const session = useSession()
  const entry = useRef<HTMLLIElement>(null)
  useFocusFallback(entry, neighbour)
  const open = useStore(({ data }) => data.opened?.source.kind === 'kept' && data.opened.source.key === key)
  const blocked = locked ? 'Fixed for this run; Reset to change.' : open ? 'This set is open.' : null
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
        <Button small blocked={blocked} onClick={() => session.open({ kind: 'kept', name, key })}>
          Open<span className="visually-hidden"> {called}</span>
        </Button>
        <RescanButton set={set} called={called} locked={locked} />
        <DeleteButton set={set} called={called} open={open} />
      </div>
    </li>
  )
}

/** Only where the browser can read the folder again (File System Access API). */
function RescanButton({ set: { name, folder }, called, locked }: { set: KeptSet; called: string; locked: boolean }) {
  const session = useSession()
  if (folder === null) return null
  async function rescan(handle: FolderHandle) {
    if (await mayRead(handle)) session.open({ kind: 'folder', name, handle })
    else session.warn('The folder may not be read.', 'Press “Look for new files” again and allow it, or choose the folder anew.')
  }
  return (
    <Button small blocked={locked ? 'Fixed for this run; Reset to change.' : null} onClick={() => rescan(folder)}>
      Look for new files<span className="visually-hidden"> in {called}</span>
    </Button>
  )
}

function DeleteButton({ set: { key, count, bytes }, called, open }: { set: KeptSet; called: string; open: boolean }) {
  const session = useSession()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button small kind="quiet" label={`Delete ${called}`} onClick={() => setAsking(true)}>
        <BinIcon />
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete “${called}” from this browser?`}
        keep="Keep it"
        go="Delete the set"
        onGo={() => session.deleteKept(key)}
      >
        The prepared copy goes: {countOf(count, 'small image')}, {formatBytes(bytes)}, and which of them you left out. The photos on your
        disk stay.{open && ' These images are open now: they stay so until you choose others or close the page.'}
      </ConfirmDialog>
    </>
  )
}

function Storage({ storage: { used, granted } }: { storage: NonNullable<Kept['storage']> }) {
  const words = `${formatBytes(used)} of ${formatBytes(granted)} used`
  return (
    <div className={classes.storage}>
      <meter className={meter.meter} data-testid="storage" aria-label="Storage of this browser" min={0} max={granted} value={used}>
        {words}
      </meter>
      <span>{words}</span>
    </div>
  )
}
