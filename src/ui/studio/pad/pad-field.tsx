// What lies where on the pad: a faint picture for each of 5 × 5 places, drawn when nothing else is.
import type { Blend } from '../../../spec/blends.ts'
import { Picture } from '../../shared/picture.tsx'
import { useEditedThumbnail } from '../picture/use-thumbnails.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from './pad.module.css'

const PLACES = 5
const FIELD = Array.from({ length: PLACES ** 2 }, (_, i) => ({
  x: ((i % PLACES) + 0.5) / PLACES,
  y: (Math.floor(i / PLACES) + 0.5) / PLACES,
}))

export function PadField() {
  const corners = useStudio((state) => state.pad.corners)
  return (
    <span className={classes.field} aria-hidden="true">
      {FIELD.map((place) => (
        <Place key={`${place.x} ${place.y}`} blend={{ kind: 'pad', corners, ...place }} />
      ))}
    </span>
  )
}

function Place({ blend }: { blend: Blend }) {
  return <Picture pictures={useEditedThumbnail(blend, false)} index={0} />
}
