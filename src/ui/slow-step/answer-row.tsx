// A row of images with D's logit of each as a bar: to the right of the middle for real, to the left for fake.
import type { ShownImages } from '../../spec/slow-step.ts'
import { formatValue } from '../shared/format.ts'
import { PictureRow } from './picture-row.tsx'
import { type BarScale, barOf } from './scale.ts'
import classes from './slow-step.module.css'

interface AnswerRowProps {
  readonly title: string
  readonly kind: string
  readonly shown: ShownImages
  /** D's logit of each image; twice where it is asked before and after. */
  readonly logits: readonly (readonly number[])[]
  /** Whether they are right. */
  readonly right: readonly (readonly boolean[])[]
  readonly scale: BarScale
}

export function AnswerRow({ title, kind, shown, logits, right, scale }: AnswerRowProps) {
  const bars = logits.map((each, k) => ({ when: k === 0 ? 'before' : 'after', each }))
  return (
    <PictureRow
      title={title}
      kind={kind}
      pictures={shown.pictures}
      classNames={shown.classes}
      wrong={(i) => right.at(-1)?.[i] === false}
      below={(i) =>
        bars.map(({ when, each }) => <Bar key={when} when={bars.length > 1 ? when : null} logit={each[i] ?? 0} scale={scale} />)
      }
    />
  )
}

/** @param when null: there is only one */
export function Bar({ when, logit, scale }: { readonly when: string | null; readonly logit: number; readonly scale: BarScale }) {
  const { left, width } = barOf(logit, scale)
  return (
    <span className={classes.answer}>
      {when !== null && <span className="visually-hidden">{when} </span>}
      <span className={classes.bar} data-side={logit < scale.middle ? 'fake' : 'real'} data-when={when} aria-hidden="true">
        <span style={{ left: `${left}%`, width: `${width}%` }} />
      </span>
      <span className={classes.logit}>{formatValue(logit)}</span>
    </span>
  )
}
