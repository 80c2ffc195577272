// Drag and drop of images, folders and zips anywhere on the page, with an overlay while they hover; also pasting of images. Not while the studio is
// open: there a photo is dropped to be found.
import type { DataSource } from '../../protocol.ts'
import { fromDrop, fromInput } from '../data/collect-files.ts'
import { FolderIcon } from '../shared/icons.tsx'
import { runExists } from '../train/run-slice.ts'
import classes from './drop-overlay.module.css'
import { useFilePaste } from './hooks.ts'
import { addNotice } from './notices-slice.ts'
import { useActions } from './page-context.ts'
import { store, useStore } from './store.ts'
import { useFileDrop } from './use-file-drop.ts'

type FilesSource = Extract<DataSource, { kind: 'files' }>

export function DropOverlay() {
  const actions = useActions()
  const locked = useStore((state) => runExists(state.run.state))
  const open = async (read: Promise<FilesSource>) => {
    try {
      await actions.openFiles(await read)
    } catch {
      warn('What was dropped or pasted could not be read.', 'Use “Choose a folder” or “Pick files” instead.')
    }
  }
  const elsewhere = useStore((state) => state.dialog === 'studio')
  const over = useFileDrop(elsewhere ? null : (transfer) => open(fromDrop(transfer)))
  useFilePaste(elsewhere ? null : (files) => open(fromInput(files)))
  if (!over) return null
  const title = locked ? 'There is a run' : 'Drop to train on these'
  return (
    <section className={classes.overlay} aria-label={title} data-testid="drop-overlay">
      <div className={classes.card}>
        <FolderIcon />
        <b>{title}</b>
        <p>
          {locked
            ? 'Reset it first, then drop your images again. A project file can be dropped: it is kept beside the run.'
            : 'Images, folders with folders in them, or a zip; or a project file, to go on with its run; or a CSV with labels of the open images. They never leave this tab.'}
        </p>
      </div>
    </section>
  )
}

function warn(title: string, advice: string) {
  const notice = { id: 'drop', kind: 'warning', title, lines: [advice] } as const
  store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
}
