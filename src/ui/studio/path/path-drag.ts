// How key pictures are dragged, and what is said of it.
import {
  Accessibility,
  AutoScroller,
  DragDropManager,
  Feedback,
  KeyboardSensor,
  PointerActivationConstraints,
  PointerSensor,
  StyleInjector,
} from '@dnd-kit/dom'
import type { DragDropEventHandlers } from '@dnd-kit/react'
import { isSortable } from '@dnd-kit/react/sortable'
import { studioStore } from '../state/studio-store.ts'
import { DRAG_WORDS } from './path-words.ts'

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

const countOfKeys = () => studioStore.getState().path.keys.length

/** Our sentences in the place of the library's. */
function makeAnnouncements() {
  let announced = -1 // an index: it is over itself first
  return {
    dragstart({ operation: { source } }: Parameters<Handlers['onDragStart']>[0]) {
      if (!isSortable(source)) return undefined
      announced = source.index
      return DRAG_WORDS.taken(announced, countOfKeys())
    },
    dragover({ operation: { source } }: Parameters<Handlers['onDragOver']>[0]) {
      if (!isSortable(source) || source.index === announced) return undefined
      announced = source.index
      return DRAG_WORDS.moved(announced, countOfKeys())
    },
    dragend({ canceled, operation: { source } }: Parameters<Handlers['onDragEnd']>[0]) {
      if (!isSortable(source)) return undefined
      return canceled ? DRAG_WORDS.left(source.initialIndex, countOfKeys()) : DRAG_WORDS.put(source.index, countOfKeys())
    },
  }
}

/** What DragDropProvider takes. The manager writes no style into the page: drag.css has what is needed. */
export function makeDragging() {
  const plugins = [
    Accessibility.configure({ screenReaderInstructions: { draggable: DRAG_WORDS.instructions }, announcements: makeAnnouncements() }),
    AutoScroller,
    Feedback,
  ]
  const manager = new DragDropManager({ plugins, sensors: SENSORS })
  manager.registry.plugins.unregister(StyleInjector)
  return { manager, plugins, sensors: SENSORS }
}
