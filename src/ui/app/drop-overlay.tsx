// Drag and drop of images, folders and zips anywhere on the page, with an overlay while they hover; also pasting of images.
import { useEffect, useState } from 'react'
import type { DataSource } from '../../protocol.ts'
import { fromDrop, fromInput } from '../data/collect-files.ts'
import { FolderIcon } from '../shared/icons.tsx'
import { runExists } from '../train/run-slice.ts'
import classes from './drop-overlay.module.css'
import { useFilePaste } from './hooks.ts'
import { addNotice } from './notices-slice.ts'
import { useActions } from './page-context.ts'
import { store, useStore } from './store.ts'

type FilesSource = Extract<DataSource, { kind: 'files' }>

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

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
  const over = useFileDrop((transfer) => open(fromDrop(transfer)))
  useFilePaste((files) => open(fromInput(files)))
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

/** Whether files hover over the window. dragenter and dragleave fire for every element on the way, so they are counted. */
function useFileDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [depth, setDepth] = useState(0)
  useEffect(() => {
    const enter = (event: DragEvent) => hasFiles(event) && setDepth((count) => count + 1)
    const leave = (event: DragEvent) => hasFiles(event) && setDepth((count) => Math.max(0, count - 1))
    const over = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      setDepth(0)
      onDrop(event.dataTransfer)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
    }
  }, [onDrop])
  return depth > 0
}
