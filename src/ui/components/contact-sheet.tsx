// The images of the set, to take or to leave out by a click or a key.
import { useCallback, useRef } from 'react'
import { FINDING_KINDS, type Finding } from '../../spec/files.ts'
import { rangeOf } from '../images/shown.ts'
import { useSession } from '../session/session-context.ts'
import { chooseBlocker } from '../store/choose-blocker.ts'
import { store, useStore } from '../store/store.ts'
import { ContactGrid } from './contact-grid.tsx'
import classes from './doctor.module.css'

const HOW = 'Click an image to leave it out or take it back; with Shift, all up to it.'
const NONE: ReadonlySet<number> = new Set()

interface ContactSheetProps {
  /** Numbers of the images to show. */
  readonly shown: readonly number[]
  readonly findings: ReadonlyMap<number, Finding>
}

export function ContactSheet({ shown, findings }: ContactSheetProps) {
  const blocked = useStore(chooseBlocker)
  const leftOut = useStore(({ data }) => data.opened?.leftOut ?? NONE)
  const choose = useChoice(shown)
  const look = useCallback(
    (image: number) => {
      const finding = findings.get(image)
      const out = leftOut.has(image)
      const remark = finding ? `. ${FINDING_KINDS[finding.kind].label}: ${finding.sentence}` : ''
      return { said: `${out ? 'left out' : 'taken'}${remark}`, chosen: !out, out, ringed: finding !== undefined, badge: null }
    },
    [findings, leftOut],
  )
  return (
    <div className={classes.sheet}>
      <p className={classes.hint} id="sheet-hint">
        {blocked ?? HOW}
        {blocked === null && findings.size > 0 && ' Ringed images have a finding.'}
      </p>
      <ContactGrid label="Images" describedBy="sheet-hint" shown={shown} look={look} onChoose={choose} several view="sheet" />
    </div>
  )
}

/** Takes the image at a place or leaves it out; extended, everything from the last one on becomes what that is. */
function useChoice(shown: readonly number[]) {
  const session = useSession()
  const last = useRef<number | null>(null)
  return (place: number, extended: boolean) => {
    const image = shown[place]
    if (image === undefined) return
    const out = store.getState().data.opened?.leftOut ?? NONE
    const anchor = extended ? last.current : null
    const from = anchor === null ? undefined : shown[anchor]
    if (anchor === null || from === undefined) session.takeImages([image], out.has(image))
    else session.takeImages(rangeOf(shown, anchor, place), !out.has(from))
    last.current = place
  }
}
