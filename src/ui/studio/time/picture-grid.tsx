// Pictures in a square of rows.
import type { CSSProperties } from 'react'
import type { Pictures } from '../../../spec/image-block.ts'
import { Picture } from '../../shared/picture.tsx'
import classes from './picture-grid.module.css'

interface PictureGridProps {
  readonly pictures: Pictures | null
  readonly label: string
}

export function PictureGrid({ pictures, label }: PictureGridProps) {
  const count = pictures?.count ?? 1
  const style = { '--columns': Math.ceil(Math.sqrt(count)) } as CSSProperties
  return (
    <div className={classes.grid} style={style} role="img" aria-label={label}>
      {Array.from({ length: count }, (_, i) => (
        <Picture key={`${count} ${i}`} pictures={pictures} index={i} />
      ))}
    </div>
  )
}
