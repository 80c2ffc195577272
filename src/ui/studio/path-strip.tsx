// The key pictures of the path in their order. They are dragged to another place, also by keys: Space takes one up, arrows move it, Space puts it down.
import { Accessibility, KeyboardSensor, PointerActivationConstraints, PointerSensor } from '@dnd-kit/dom'
import { type DragDropEventHandlers, DragDropProvider } from '@dnd-kit/react'
import { isSortable } from '@dnd-kit/react/sortable'
import type { ComponentProps } from 'react'
import { edit } from './history.ts'
import { KeyTile } from './key-tile.tsx'
import { moveKey } from './path-edits.ts'
import classes from './path-strip.module.css'
import { DRAG_WORDS } from './path-words.ts'
import { studioStore, useStudio } from './studio-store.ts'

/** Until a mouse has gone so far, or a finger has stayed so long, it is a click: a finger that moves at once scrolls. */
const SENSORS = [
  PointerSensor.configure({
    activationConstraints: ({ pointerType }) =>
      pointerType === 'touch'
        ? [new PointerActivationConstraints.Delay({ value: 250, tolerance: 8 })]
        : [new PointerActivationConstraints.Distance({ value: 5 })],
  }),
  KeyboardSensor.configure({
    keyboardCodes: {
      start: ['Space'], // Enter opens the key
      end: ['Space', 'Enter'],
      cancel: ['Escape'],
      up: ['ArrowUp'],
      down: ['ArrowDown'],
      left: ['ArrowLeft'],
      right: ['ArrowRight'],
    },
  }),
]

type Handlers = DragDropEventHandlers
type Plugins = NonNullable<ComponentProps<typeof DragDropProvider>['plugins']>

const countOfKeys = () => studioStore.getState().path.keys.length

/** With our sentences in the place of the library's. */
const plugins: Plugins = (defaults) => {
  let told = -1 // an index: it is over itself first
  const spoken = Accessibility.configure({
    screenReaderInstructions: { draggable: DRAG_WORDS.instructions },
    announcements: {
      dragstart({ operation: { source } }: Parameters<Handlers['onDragStart']>[0]) {
        if (!isSortable(source)) return undefined
        told = source.index
        return DRAG_WORDS.taken(told, countOfKeys())
      },
      dragover({ operation: { source } }: Parameters<Handlers['onDragOver']>[0]) {
        if (!isSortable(source) || source.index === told) return undefined
        told = source.index
        return DRAG_WORDS.moved(told, countOfKeys())
      },
      dragend: ({ canceled, operation: { source } }: Parameters<Handlers['onDragEnd']>[0]) => {
        if (!isSortable(source)) return undefined
        return canceled ? DRAG_WORDS.left(source.initialIndex, countOfKeys()) : DRAG_WORDS.put(source.index, countOfKeys())
      },
    },
  })
  return defaults.map((plugin) => (plugin === Accessibility ? spoken : plugin))
}

const drop: Handlers['onDragEnd'] = ({ canceled, operation: { source } }) => {
  if (canceled || !isSortable(source) || source.index === source.initialIndex) return
  edit(({ path }) => ({ path: moveKey(path, Number(source.id), source.index) }))
}

export function PathStrip() {
  const keys = useStudio(({ path }) => path.keys)
  return (
    <DragDropProvider sensors={SENSORS} plugins={plugins} onDragEnd={drop}>
      <ol className={classes.strip} aria-label="Key pictures" data-testid="path-keys">
        {keys.map((key, index) => (
          <KeyTile key={key.id} of={key} index={index} count={keys.length} />
        ))}
      </ol>
    </DragDropProvider>
  )
}
