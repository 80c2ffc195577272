// A corner of the pad: its picture, which opens what can be done with it, and whether shuffling leaves it.
import { Popover } from '@base-ui/react/popover'
import { type DragEvent, useState } from 'react'
import { Button } from '../../shared/button.tsx'
import { LockIcon, UnlockIcon } from '../../shared/icons.tsx'
import popover from '../controls/popover.module.css'
import { EditedPointPicture } from '../picture/point-picture.tsx'
import { edit } from '../state/history.ts'
import { setCorner, toggleLock } from '../state/studio-edits.ts'
import { studioStore, useStudio } from '../state/studio-store.ts'
import classes from './corner-card.module.css'
import { CornerMenu } from './corner-menu.tsx'
import { draggedStar } from './dragged-star.ts'
import { CORNER_PLACES, CORNERS, type CornerIndex, describeCorner } from './pad-moves.ts'

export function CornerCard({ corner }: { corner: CornerIndex }) {
  const point = useStudio((state) => state.pad.corners[corner])
  const locked = useStudio((state) => state.pad.locked[corner])
  const { over, ...drop } = useStarDrop(corner)
  const name = CORNERS[corner]
  return (
    <div className={classes.card} data-corner={name}>
      <Popover.Root>
        <Popover.Trigger className={classes.open} data-over={over} {...drop}>
          <span className={classes.picture}>
            <EditedPointPicture point={point} />
          </span>
          <span className={classes.words}>
            <b>
              <span className="visually-hidden">Corner </span>
              {name}
              <span className="visually-hidden">, {CORNER_PLACES[corner]}: </span>
            </b>
            <span>{describeCorner(point)}</span>
          </span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={popover.positioner} sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={popover.popup} data-testid="corner-menu">
              <Popover.Title className={popover.title}>
                Corner {name}, {CORNER_PLACES[corner]}
              </Popover.Title>
              <CornerMenu corner={corner} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <Button
        kind="quiet"
        small
        label={`Keep ${name} when shuffling`}
        pressed={locked}
        onClick={() => edit((state) => toggleLock(state, corner))}
      >
        {locked ? <LockIcon /> : <UnlockIcon />}
      </Button>
    </div>
  )
}

/** A star that is dropped on the corner is put there. */
function useStarDrop(corner: CornerIndex) {
  const [over, setOver] = useState(false)
  return {
    over,
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes(draggedStar.type)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop(event: DragEvent) {
      setOver(false)
      const star = studioStore.getState().stars[draggedStar.read(event.dataTransfer)]
      if (star === undefined) return
      event.preventDefault()
      edit((state) => setCorner(state, corner, star.point))
    },
  }
}
