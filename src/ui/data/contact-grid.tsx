// Tens of thousands of pictures in a grid of which only what is in sight exists. What a click or a key does with one is for the user of it to say.
import { defaultRangeExtractor, type Range, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useWidth } from '../shared/hooks.ts'
import { moveInLongGrid } from '../shared/roving.ts'
import classes from './contact-grid.module.css'
import { type CellState, ContactRow, PITCH } from './contact-row.tsx'
import { useWanted } from './use-images.ts'

/** Rows drawn beyond the edge, so that scrolling finds them there. */
const OVERSCAN = 3

interface ContactGridProps {
  readonly label: string
  /** Id of the sentence that says what a click does. */
  readonly describedBy: string
  /** Numbers of the images to show. */
  readonly shown: readonly number[]
  /** The same function as long as nothing looks different. */
  readonly cellState: (image: number) => CellState
  /** Extended, all from the last one on, or from another, are chosen with it. */
  readonly onChoose: (place: number, extended: boolean, from?: number) => void
  /** Whether more than one can be chosen. */
  readonly several: boolean
  /** What the page cache knows this grid by. */
  readonly view: string
}

export function ContactGrid({ label, describedBy, shown, cellState, onChoose, several, view }: ContactGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const columns = Math.max(1, Math.floor(useWidth(scroller) / PITCH)) // its padding is as wide as a gap
  const { active, setActive, virtualizer, rows } = useRows(scroller, shown.length, columns)
  const inSight = rows.flatMap(({ index }) => shown.slice(index * columns, (index + 1) * columns))
  useWanted(view, inSight)

  function onClick({ target, shiftKey }: MouseEvent) {
    const place = placeOf(target)
    if (place === null) return
    setActive(place)
    onChoose(place, shiftKey)
  }

  function onKeyDown(event: KeyboardEvent) {
    const chooses = event.key === ' ' || event.key === 'Enter'
    const rowsInSight = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / PITCH) - 1)
    const target = moveInLongGrid(event, active, shown.length, columns, rowsInSight)
    if (!chooses && target === null) return
    event.preventDefault()
    if (chooses) onChoose(active, event.shiftKey)
    if (target === null) return
    if (several && event.shiftKey) onChoose(target, true, active)
    setActive(target)
    virtualizer.scrollToIndex(Math.floor(target / columns))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of which only some rows exist cannot be laid out by the browser
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label={label}
      aria-describedby={describedBy}
      aria-multiselectable={several}
      aria-rowcount={Math.ceil(shown.length / columns)}
      aria-colcount={columns}
      data-testid="contact-sheet"
      onFocus={({ target }) => setActive(placeOf(target) ?? active)}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <Rows rows={rows} height={virtualizer.getTotalSize()} shown={shown} columns={columns} active={active} cellState={cellState} />
    </div>
  )
}

interface RowsProps extends Pick<ContactGridProps, 'shown' | 'cellState'> {
  readonly rows: readonly VirtualItem[]
  /** Of all rows, in pixels. */
  readonly height: number
  readonly columns: number
  readonly active: number
}

function Rows({ rows, height, shown, columns, active, cellState }: RowsProps) {
  return (
    <div role="presentation" className={classes.canvas} style={{ height }}>
      {rows.map(({ index, start }) => (
        <ContactRow
          key={index}
          shown={shown}
          row={index}
          columns={columns}
          start={start}
          active={Math.floor(active / columns) === index ? active : null}
          cellState={cellState}
        />
      ))}
    </div>
  )
}

function placeOf(target: EventTarget): number | null {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : undefined
  return place === undefined ? null : Number(place)
}

/** The rows that exist: those in sight and the one with the active cell, so that the focus is never lost by scrolling. */
function useRows(scroller: RefObject<HTMLDivElement | null>, count: number, columns: number) {
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
