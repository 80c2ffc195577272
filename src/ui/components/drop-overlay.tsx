// Images, folders and zips can be dropped anywhere; while they hover, the whole window says so.
import { useEffect, useState } from 'react'
import { fromDrop } from '../session/collect-files.ts'
import { useSession } from '../session/session-context.ts'
import { addNotice } from '../store/notices-slice.ts'
import { isHeld } from '../store/run-slice.ts'
import { store, useStore } from '../store/store.ts'
import classes from './drop-overlay.module.css'
import { FolderIcon } from './icons.tsx'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

export function DropOverlay() {
  const session = useSession()
  const held = useStore((state) => isHeld(state.run.state))
  const over = useFileDrop(async (transfer) => {
    if (isHeld(store.getState().run.state)) return
    try {
      session.open(await fromDrop(transfer))
    } catch {
      const notice = {
        id: 'drop',
        kind: 'warning',
        title: 'What was dropped could not be read.',
        lines: ['Use “Choose a folder” or “Pick files” instead.'],
      } as const
      store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
    }
  })
  if (!over) return null
  return (
    <div className={classes.overlay} data-testid="drop-overlay">
      <div className={classes.card}>
        <FolderIcon />
        <b>{held ? 'A run goes on' : 'Drop to train on these'}</b>
        <p>
          {held
            ? 'Reset it first, then drop your images again.'
            : 'Images, folders with folders in them, or a zip. They never leave this tab.'}
        </p>
      </div>
    </div>
  )
}

/** Whether files hover over the window. Entering and leaving is told for every element under way, so it is counted. */
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
