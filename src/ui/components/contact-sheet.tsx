// Tens of thousands of pictures in a grid of which only what is in sight exists. A click or a key takes an image or leaves it out.
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Finding } from '../../spec/files.ts'
import { useWidth } from '../hooks/use-width.ts'
import { rangeOf } from '../images/shown.ts'
import { useSession } from '../session/session-context.ts'
import { chooseBlocker } from '../store/choose-blocker.ts'
import { store, useStore } from '../store/store.ts'
import { ContactRow, PITCH } from './contact-row.tsx'
import classes from './doctor.module.css'
import { moveInLongGrid } from './roving.ts'

/** Rows drawn beyond the edge, so that scrolling finds them there. */
const OVERSCAN = 3
const HOW = 'Click an image to leave it out or take it back.'
const KEYS = ' With keys: Space. Shift with a click or an arrow: all up to there.'
const NONE: ReadonlySet<number> = new Set()

interface ContactSheetProps {
  /** Numbers of the images to show. */
  readonly shown: readonly number[]
  readonly findings: ReadonlyMap<number, Finding>
}

export function ContactSheet({ shown, findings }: ContactSheetProps) {
  const blocked = useStore(chooseBlocker)
  return (
    <div className={classes.sheet}>
      <p className={classes.hint} id="sheet-hint">
        {blocked ?? HOW}
        {blocked === null && <span className={classes.keys}>{KEYS}</span>}
        {blocked === null && findings.size > 0 && ' Ringed images have a finding.'}
      </p>
      <Grid shown={shown} findings={findings} />
    </div>
  )
}

function Grid({ shown, findings }: ContactSheetProps) {
  const session = useSession()
  const leftOut = useStore(({ data }) => data.opened?.leftOut ?? NONE)
  const scroller = useRef<HTMLDivElement>(null)
  const columns = Math.max(1, Math.floor(useWidth(scroller) / PITCH)) // its padding is as wide as a gap
  const { active, setActive, virtualizer, rows } = useRows(scroller, shown.length, columns)
  const choose = useChoice(shown, leftOut)
  const inSight = rows.flatMap(({ index }) => shown.slice(index * columns, (index + 1) * columns))
  useEffect(() => session.images.want('sheet', inSight))
  useEffect(() => () => session.images.want('sheet', []), [session])

  function onClick({ target, shiftKey }: MouseEvent) {
    const place = placeOf(target)
    if (place === null) return
    setActive(place)
    choose(place, shiftKey)
  }

  function onKeyDown(event: KeyboardEvent) {
    const chooses = event.key === ' ' || event.key === 'Enter'
    const rowsInSight = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / PITCH) - 1)
    const target = moveInLongGrid(event, active, shown.length, columns, rowsInSight)
    if (!chooses && target === null) return
    event.preventDefault()
    if (chooses) choose(active, event.shiftKey)
    if (target === null) return
    if (event.shiftKey) choose(target, true, active)
    setActive(target)
    virtualizer.scrollToIndex(Math.floor(target / columns))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of which only some rows exist cannot be laid out by the browser
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label="Images"
      aria-describedby="sheet-hint"
      aria-multiselectable
      aria-rowcount={Math.ceil(shown.length / columns)}
      aria-colcount={columns}
      data-testid="contact-sheet"
      onFocus={({ target }) => setActive(placeOf(target) ?? active)}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={classes.canvas} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, start }) => (
          <ContactRow
            key={index}
            shown={shown}
            row={index}
            columns={columns}
            start={start}
            active={Math.floor(active / columns) === index ? active : null}
            leftOut={leftOut}
            findings={findings}
          />
        ))}
      </div>
    </div>
  )
}

/** Takes the image at a place or leaves it out; extended, everything from the last one on, or from another, becomes what that is. */
function useChoice(shown: readonly number[], leftOut: ReadonlySet<number>) {
  const session = useSession()
  const last = useRef<number | null>(null)
  /** The last choice, until the trainer has made it so: quick keys go on from it. */
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
    session.takeImages(range, taken)
    pending.current = { image, taken }
    last.current = place
  }
}

function placeOf(target: EventTarget): number | null {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : undefined
  return place === undefined ? null : Number(place)
}

/** The rows that exist: those in sight and the one with the active cell, so that the focus is never lost by scrolling. */
function useRows(scroller: React.RefObject<HTMLDivElement | null>, count: number, columns: number) {
  const [active, setActive] = useState(0)
  const activeRow = Math.floor(active / columns)
  const rangeExtractor = useCallback(
    (range: Range) => [...new Set([...defaultRangeExtractor(range), activeRow])].filter((row) => row < range.count).sort((a, b) => a - b),
    [activeRow],
  )
  const virtualizer = useVirtualizer({
    count: Math.ceil(count / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => PITCH,
    overscan: OVERSCAN,
    rangeExtractor,
  })
  // The cell that a key led to takes the focus, unless the focus is elsewhere on the page.
  useLayoutEffect(() => {
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-place="${active}"]`)
    if (scroller.current?.contains(document.activeElement)) cell?.focus({ preventScroll: true })
  }, [active, scroller])
  return { active, setActive, virtualizer, rows: virtualizer.getVirtualItems() }
}
