// One key picture of the path: a press shows it and opens what can be done with it; dragged, it goes to another place.
import { Popover } from '@base-ui/react/popover'
import { useSortable } from '@dnd-kit/react/sortable'
import { prefersStillness } from '../shared/motion.ts'
import corner from './corner-card.module.css'
import { edit } from './history.ts'
import { KeyMenu } from './key-menu.tsx'
import { KeyPicture } from './key-picture.tsx'
import classes from './path-strip.module.css'
import { keyName } from './path-words.ts'
import type { PathKey } from './studio-state.ts'
import { useStudio } from './studio-store.ts'

interface KeyTileProps {
  readonly of: PathKey
  readonly index: number
  readonly count: number
}

export function KeyTile({ of: key, index, count }: KeyTileProps) {
  const isEnd = useStudio(({ path }) => !path.closed && index === count - 1)
  const isHere = useStudio(({ path }) => Math.floor(path.at) % count === index)
  const { ref, handleRef, isDragging } = useSortable({ id: key.id, index, ...(prefersStillness() && { transition: null }) })
  const name = keyName(index, count, key.point)
  return (
    <li ref={ref}>
      <Popover.Root onOpenChange={(open) => open && edit(({ path }) => ({ path: { ...path, at: index } }))}>
        <Popover.Trigger ref={handleRef} className={classes.tile} aria-label={name} data-here={isHere} data-dragging={isDragging}>
          <KeyPicture point={key.point} />
          <span className={classes.number} aria-hidden="true">
            <b>{index + 1}</b>
            {!isEnd && `${Number(key.seconds.toFixed(1))} s`}
          </span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={corner.positioner} sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={corner.popup} data-testid="key-menu">
              <Popover.Title className={corner.title}>{name}</Popover.Title>
              <KeyMenu of={key} index={index} count={count} isEnd={isEnd} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </li>
  )
}
