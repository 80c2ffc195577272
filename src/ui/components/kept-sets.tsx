// Sets that were prepared before and are kept in this browser: opened without an import, or deleted.
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useState } from 'react'
import type { FolderHandle } from '../../spec/files.ts'
import type { KeptSets as Kept, KeptSet } from '../../spec/report.ts'
import { mayRead } from '../session/pick-folder.ts'
import { useSession } from '../session/session-context.ts'
import { useStore } from '../store/store.ts'
import { callKept, describePreparation } from '../text/describe-preparation.ts'
import { countOf, formatBytes, formatDate } from '../text/format.ts'
import { Button } from './button.tsx'
import dialog from './dialog.module.css'
import { BinIcon } from './icons.tsx'
import classes from './kept-sets.module.css'
import { Picture } from './picture.tsx'

export function KeptSets({ held }: { held: boolean }) {
  const { sets, storage, problem } = useStore((state) => state.data.kept)
  if (sets.length === 0 && problem === null) return null
  return (
    <section className={classes.kept} aria-labelledby="kept-title">
      <h3 id="kept-title" className={classes.title}>
        Prepared before
      </h3>
      <ul className={classes.list}>
        {sets.map((set) => (
          <Entry key={set.key} set={set} held={held} />
        ))}
      </ul>
      {problem && (
        <p className={classes.problem} data-testid="keep-problem">
          {problem}
        </p>
      )}
      {storage && <Storage storage={storage} />}
    </section>
  )
}

function Entry({ set, held }: { set: KeptSet; held: boolean }) {
  const { key, name, picture, count, size, channels, preparation, bytes, savedAt } = set
  const called = useStore(({ data }) => callKept(set, data.kept.sets))
  const differs = describePreparation(preparation)
  const session = useSession()
  const open = useStore(({ data }) => data.opened?.source.kind === 'kept' && data.opened.source.key === key)
  const blocked = held ? 'Fixed while a run goes on; Reset to change.' : open ? 'This set is open.' : null
  return (
    <li className={classes.set} data-testid="kept-set">
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
        <Button blocked={blocked} onClick={() => session.open({ kind: 'kept', name, key })}>
          Open<span className="visually-hidden"> {called}</span>
        </Button>
        <RescanButton set={set} called={called} held={held} />
        <DeleteButton set={set} called={called} />
      </div>
    </li>
  )
}

/** Where the browser lets the folder be read again. */
function RescanButton({ set: { name, folder }, called, held }: { set: KeptSet; called: string; held: boolean }) {
  const session = useSession()
  if (folder === null) return null
  async function rescan(handle: FolderHandle) {
    if (await mayRead(handle)) session.open({ kind: 'folder', name, handle })
    else session.warn('The folder may not be read.', 'Press “Look for new files” again and allow it, or choose the folder anew.')
  }
  return (
    <Button blocked={held ? 'Fixed while a run goes on; Reset to change.' : null} onClick={() => rescan(folder)}>
      Look for new files<span className="visually-hidden"> in {called}</span>
    </Button>
  )
}

function DeleteButton({ set: { key, count, bytes }, called }: { set: KeptSet; called: string }) {
  const session = useSession()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button kind="quiet" label={`Delete ${called}`} onClick={() => setAsking(true)}>
        <BinIcon />
      </Button>
      <AlertDialog.Root open={asking} onOpenChange={setAsking}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className={dialog.backdrop} />
          <AlertDialog.Popup className={dialog.popup}>
            <AlertDialog.Title className={dialog.title}>Delete “{called}” from this browser?</AlertDialog.Title>
            <AlertDialog.Description className={dialog.text}>
              The prepared copy goes: {countOf(count, 'small image')}, {formatBytes(bytes)}, and which of them you left out. The photos on
              your disk stay.
            </AlertDialog.Description>
            <div className={dialog.actions}>
              <Button onClick={() => setAsking(false)}>Keep it</Button>
              <Button
                kind="primary"
                onClick={() => {
                  setAsking(false)
                  session.deleteKept(key)
                }}
              >
                Delete the set
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  )
}

function Storage({ storage: { used, granted } }: { storage: NonNullable<Kept['storage']> }) {
  const words = `${formatBytes(used)} of ${formatBytes(granted)} used`
  return (
    <div className={classes.storage}>
      <meter className={classes.meter} data-testid="storage" aria-label="Storage of this browser" min={0} max={granted} value={used}>
        {words}
      </meter>
      <span>{words}</span>
    </div>
  )
}
