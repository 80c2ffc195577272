// The contact sheet of the open set: a click or a key includes an image or leaves it out.

import { useCallback, useEffect, useRef } from 'react'
import { FINDING_KINDS, type Finding } from '../../spec/files.ts'
import { chooseBlocker } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { store, useStore } from '../app/store.ts'
import text from '../shared/text.module.css'
import { ContactGrid } from './contact-grid.tsx'
import classes from './doctor.module.css'
import { classOfImage, imageClasses } from './image-classes.ts'
import { rangeOf } from './shown.ts'
import { useLeftOut } from './use-images.ts'

const HOW = 'Click an image to leave it out or take it back.'
const KEYS = ' With keys: Space. Shift with a click or an arrow: all up to there.'

interface ContactSheetProps {
  /** Numbers of the images to show. */
  readonly shown: readonly number[]
  readonly findings: ReadonlyMap<number, Finding>
}

export function ContactSheet({ shown, findings }: ContactSheetProps) {
  const blocked = useStore(chooseBlocker)
  const leftOut = useLeftOut()
  const choose = useChoice(shown, leftOut)
  const run = useStore(imageClasses)
  const cellState = useCallback(
    (image: number) => {
      const finding = findings.get(image)
      const out = leftOut.has(image)
      const known = run && classOfImage(run, image)
      const remark = finding ? `. ${FINDING_KINDS[finding.kind].label}: ${finding.sentence}` : ''
      const words = [out ? 'left out' : 'taken', known?.words].filter(Boolean).join(', ')
      return { description: `${words}${remark}`, selected: !out, out, highlighted: finding !== undefined, badge: known?.badge ?? null }
    },
    [findings, leftOut, run],
  )
  return (
    <div className={classes.sheet}>
      <p className={text.figures} id="sheet-hint">
        {blocked ?? HOW}
        {blocked === null && <span className={text.keys}>{KEYS}</span>}
        {blocked === null && findings.size > 0 && ' Ringed images have a finding.'}
      </p>
      <ContactGrid label="Images" describedBy="sheet-hint" shown={shown} cellState={cellState} onChoose={choose} several view="sheet" />
    </div>
  )
}

/** Toggles the image at a place. Extended: gives the whole range the state of its first image. */
function useChoice(shown: readonly number[], leftOut: ReadonlySet<number>) {
  const actions = useActions()
  const last = useRef<number | null>(null)
  /** The last choice until the trainer confirms it, so that further keys build on it. */
  const pending = useRef<{ readonly image: number; readonly taken: boolean } | null>(null)
  useEffect(() => {
    if (pending.current && leftOut.has(pending.current.image) !== pending.current.taken) pending.current = null
  }, [leftOut])
  const isTaken = (image: number) => (pending.current?.image === image ? pending.current.taken : !leftOut.has(image))

  return (place: number, extended: boolean, from = last.current) => {
    const image = shown[place]
    if (image === undefined || chooseBlocker(store.getState()) !== null) return
    const range = extended && from !== null ? rangeOf(shown, from, place) : [image]
    const model = extended && from !== null ? shown[from] : undefined
    const taken = model === undefined ? !isTaken(image) : isTaken(model)
    actions.takeImages(range, taken)
    pending.current = { image, taken }
    last.current = place
  }
}
