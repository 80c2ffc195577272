// The strip of stars: pictures that a person wants to find again.
import { Popover } from '@base-ui/react/popover'
import { useId, useState } from 'react'
import { Button } from '../../shared/button.tsx'
import { BinIcon, MoreIcon } from '../../shared/icons.tsx'
import input from '../../shared/input.module.css'
import text from '../../shared/text.module.css'
import { layOut } from '../codes/open-in-studio.ts'
import popover from '../controls/popover.module.css'
import { draggedStar } from '../pad/dragged-star.ts'
import { CORNER_INDICES, CORNERS, describeCorner } from '../pad/pad-moves.ts'
import { PointPicture } from '../picture/point-picture.tsx'
import { edit } from '../state/history.ts'
import { MAX_STAR_NAME, nameStar, removeStar, setCorner } from '../state/studio-edits.ts'
import type { Star } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from './stars-strip.module.css'

export function StarsStrip() {
  const stars = useStudio((state) => state.stars)
  return (
    <section className={classes.strip} aria-label="Stars" data-testid="stars">
      {stars.length === 0 ? (
        <p className={text.soft}>Stars: what you want to find again. Press “Star” below the picture, and it stays here.</p>
      ) : (
        <ul className={classes.stars}>
          {stars.map((star, i) => (
            <StarItem key={JSON.stringify(star.point)} star={star} index={i} />
          ))}
        </ul>
      )}
    </section>
  )
}

interface StarProps {
  readonly star: Star
  readonly index: number
}

function StarItem({ star, index }: StarProps) {
  const { point } = star
  const name = star.name ?? describeCorner(point)
  return (
    <li className={classes.star}>
      <button
        type="button"
        className={classes.show}
        draggable
        aria-label={`Show ${name}`}
        onDragStart={({ dataTransfer }) => draggedStar.write(dataTransfer, index)}
        onClick={() => edit((state) => layOut(point, state))}
      >
        <PointPicture point={point} />
      </button>
      <span className={classes.name} title={name}>
        {name}
      </span>
      <Popover.Root>
        <Popover.Trigger className={classes.more} aria-label={`More for ${name}`}>
          <MoreIcon />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={popover.positioner} side="top" sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={popover.popup} data-testid="star-menu">
              <Popover.Title className={popover.title}>{name}</Popover.Title>
              <StarMenu star={star} index={index} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </li>
  )
}

function StarMenu({ star, index }: StarProps) {
  return (
    <>
      <StarName star={star} index={index} />
      <div className={popover.line}>
        <span>To corner</span>
        {CORNER_INDICES.map((each) => (
          <Button key={each} small onClick={() => edit((state) => setCorner(state, each, star.point))}>
            {CORNERS[each]}
          </Button>
        ))}
      </div>
      <div>
        <Button small onClick={() => edit((state) => removeStar(state, index))}>
          <BinIcon />
          Remove the star
        </Button>
      </div>
    </>
  )
}

/** Taken when the field is left, or with Enter. */
function StarName({ star, index }: StarProps) {
  const id = useId()
  const [draft, setDraft] = useState(star.name ?? '')
  function take() {
    if (draft.trim() !== (star.name ?? '')) edit((state) => nameStar(state, index, draft))
  }
  return (
    <div className={popover.line}>
      <label htmlFor={id}>Name</label>
      <input
        id={id}
        className={`${input.input} ${popover.field}`}
        maxLength={MAX_STAR_NAME}
        autoComplete="off"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
    </div>
  )
}
