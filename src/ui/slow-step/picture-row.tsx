// A row of pictures under a title, each with what is said of it below.
import type { ReactNode } from 'react'
import type { Pictures } from '../../spec/image-block.ts'
import { Picture } from '../shared/picture.tsx'
import classes from './slow-step.module.css'

interface PictureRowProps {
  readonly title: string
  /** What each is, for screen readers, which also hear its number. */
  readonly kind: string
  readonly pictures: Pictures
  /** Of each the name of its class; empty where there are none. */
  readonly classNames?: readonly (string | null)[]
  readonly label?: (index: number) => string
  readonly below?: (index: number) => ReactNode
  /** Whether D is wrong about it. */
  readonly wrong?: (index: number) => boolean
}

export function PictureRow({ title, kind, pictures, classNames = [], label, below, wrong }: PictureRowProps) {
  return (
    <div className={classes.row}>
      <h3 className={classes.rowTitle}>{title}</h3>
      <ul className={classes.pictures}>
        {Array.from({ length: pictures.count }, (_, i) => i).map((i) => (
          <li key={i} data-wrong={wrong?.(i) ?? false}>
            <span className="visually-hidden">
              {kind} {i + 1}
              {wrong?.(i) && ', D is wrong'}
            </span>
            <span className={classes.frame}>
              <Picture pictures={pictures} index={i} />
            </span>
            {classNames.length > 0 && <span className={classes.label}>{classNames[i] ?? 'no class'}</span>}
            {label && <span className={classes.label}>{label(i)}</span>}
            {below?.(i)}
          </li>
        ))}
      </ul>
    </div>
  )
}
