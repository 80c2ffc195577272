// One picture of the contact sheet, with a mark where it is left out. Clicks and keys are the sheet's.
import { memo, useSyncExternalStore } from 'react'
import { FINDING_KINDS, type Finding } from '../../spec/files.ts'
import { PAGE } from '../images/page-cache.ts'
import { useSession } from '../session/session-context.ts'
import { formatCount } from '../text/format.ts'
import classes from './doctor.module.css'
import { CrossIcon } from './icons.tsx'
import { Picture } from './picture.tsx'

interface ContactCellProps {
  readonly image: number
  /** Where it stands among the shown images. */
  readonly place: number
  /** From 1 on. */
  readonly column: number
  readonly out: boolean
  readonly finding: Finding | undefined
  readonly tabbable: boolean
}

export const ContactCell = memo(function ContactCell({ image, place, column, out, finding, tabbable }: ContactCellProps) {
  const { images } = useSession()
  const pictures = useSyncExternalStore(images.subscribe, () => images.picturesOf(image))
  const path = images.pathOf(image) ?? `Image ${formatCount(image + 1)}`
  const remark = finding ? `. ${FINDING_KINDS[finding.kind].label}: ${finding.sentence}` : ''
  const label = `${path}, ${out ? 'left out' : 'taken'}${remark}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows are no table rows either
    <div
      role="gridcell"
      className={classes.cell}
      aria-colindex={column}
      aria-selected={!out}
      aria-label={label}
      title={label}
      tabIndex={tabbable ? 0 : -1}
      data-place={place}
      data-out={out}
      data-found={finding !== undefined}
    >
      <Picture pictures={pictures} index={image % PAGE} />
      {out && (
        <span className={classes.mark}>
          <CrossIcon />
        </span>
      )}
    </div>
  )
})
