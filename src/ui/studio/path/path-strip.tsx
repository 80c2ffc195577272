// The key pictures of the path in their order. They are dragged to another place, also by keys: Space takes one up, arrows move it, Space puts it down.
import { type DragDropEventHandlers, DragDropProvider } from '@dnd-kit/react'
import { isSortable } from '@dnd-kit/react/sortable'
import { useState } from 'react'
import './drag.css'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import { PATH_KEYS } from './key-menu.tsx'
import { KeyTile } from './key-tile.tsx'
import { makeDragging } from './path-drag.ts'
import { moveKey } from './path-edits.ts'
import classes from './path-strip.module.css'

const drop: DragDropEventHandlers['onDragEnd'] = ({ canceled, operation: { source } }) => {
  if (canceled || !isSortable(source) || source.index === source.initialIndex) return
  edit(({ path }) => ({ path: moveKey(path, Number(source.id), source.index) }))
}

export function PathStrip() {
  const keys = useStudio(({ path }) => path.keys)
  const [dragging] = useState(makeDragging)
  return (
    <DragDropProvider {...dragging} onDragEnd={drop}>
      <ol id={PATH_KEYS} className={classes.strip} aria-label="Key pictures" data-testid="path-keys">
        {keys.map((key, index) => (
          <KeyTile key={key.id} of={key} index={index} count={keys.length} />
        ))}
      </ol>
    </DragDropProvider>
  )
}
