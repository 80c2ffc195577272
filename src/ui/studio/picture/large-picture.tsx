// A picture as large as whole pixels allow.
import { type HTMLAttributes, useRef } from 'react'
import { Picture } from '../../shared/picture.tsx'
import { useDrawnPicture } from './drawn-picture.tsx'
import classes from './stage.module.css'
import { useWholeSide } from './whole-pixels.ts'

/** Before the first picture says how large it is. */
const USUAL_SIZE = 32

interface LargePictureProps
  extends Pick<
    HTMLAttributes<HTMLElement>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onLostPointerCapture'
  > {
  /** What screen readers say of it. */
  readonly label: string
}

export function LargePicture({ label, ...handlers }: LargePictureProps) {
  const { pictures, arrived } = useDrawnPicture()
  const room = useRef<HTMLDivElement>(null)
  const side = useWholeSide(room, pictures?.size ?? USUAL_SIZE)
  return (
    <div ref={room} className={classes.room}>
      <div
        className={classes.picture}
        style={{ width: side }}
        role="img"
        aria-label={label}
        data-testid="studio-picture"
        data-arrived={arrived}
        data-drags={handlers.onPointerDown !== undefined}
        {...handlers}
      >
        <Picture pictures={pictures} index={0} />
      </div>
    </div>
  )
}
