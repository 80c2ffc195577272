// One key picture of the path: a press shows it and opens what can be done with it; dragged, it goes to another place.
import { Popover } from '@base-ui/react/popover'
import { useSortable } from '@dnd-kit/react/sortable'
import type { ReactNode } from 'react'
import { prefersStillness } from '../../shared/motion.ts'
import popover from '../controls/popover.module.css'
import { describeCorner } from '../pad/pad-moves.ts'
import { EditedPointPicture } from '../picture/point-picture.tsx'
import { edit } from '../state/history.ts'
import type { PathKey } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { KeyMenu } from './key-menu.tsx'
import classes from './path-strip.module.css'
import { keyName } from './path-words.ts'

interface KeyTileProps {
  readonly of: PathKey
  readonly index: number
  readonly count: number
}

export function KeyTile({ of: key, index, count }: KeyTileProps) {
  const isEnd = useStudio(({ path }) => !path.closed && index === count - 1)
  const isHere = useStudio(({ path }) => Math.floor(path.at) % count === index)
  const { ref, handleRef, isDragging } = useSortable({ id: key.id, index, ...(prefersStillness() && { transition: null }) })
  return (
    <li ref={ref}>
      <Popover.Root onOpenChange={(open) => open && edit(({ path }) => ({ path: { ...path, at: index } }))}>
        <Popover.Trigger ref={handleRef} className={classes.tile} data-here={isHere} data-dragging={isDragging}>
          <EditedPointPicture point={key.point} />
          <span className={classes.number}>
            <span>
              <Unseen>Key </Unseen>
              <b>{index + 1}</b>
              <Unseen>
                {' '}
                of {count}: {describeCorner(key.point)}
              </Unseen>
            </span>
            {!isEnd && (
              <span>
                <Unseen>, </Unseen>
                {Number(key.seconds.toFixed(1))} s<Unseen> to the next</Unseen>
              </span>
            )}
          </span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={popover.positioner} sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={popover.popup} data-testid="key-menu">
              <Popover.Title className={popover.title}>{keyName(index, count, key.point)}</Popover.Title>
              <KeyMenu of={key} index={index} count={count} isEnd={isEnd} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </li>
  )
}

/** Only screen readers say it. */
function Unseen({ children }: { readonly children: ReactNode }) {
  return <span className="visually-hidden">{children}</span>
}
