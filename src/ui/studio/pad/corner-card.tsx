// A corner of the pad: its picture, which opens what can be done with it, and whether shuffling leaves it.
import { Popover } from '@base-ui/react/popover'
import { type DragEvent, useState } from 'react'
import { Button } from '../../shared/button.tsx'
import { LockIcon, UnlockIcon } from '../../shared/icons.tsx'
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
  const [over, setOver] = useState(false)
  const name = CORNERS[corner]

  function onDragOver(event: DragEvent) {
    if (!event.dataTransfer.types.includes(draggedStar.type)) return
    event.preventDefault()
    setOver(true)
  }
  function onDrop(event: DragEvent) {
    setOver(false)
    const star = studioStore.getState().stars[draggedStar.read(event.dataTransfer)]
    if (star === undefined) return
    event.preventDefault()
    edit((state) => setCorner(state, corner, star.point))
  }
  return (
    <div className={classes.card} data-corner={name}>
      <Popover.Root>
        <Popover.Trigger
          className={classes.open}
          data-over={over}
          onDragOver={onDragOver}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        >
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
          <Popover.Positioner className={classes.positioner} sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={classes.popup} data-testid="corner-menu">
              <Popover.Title className={classes.title}>
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
