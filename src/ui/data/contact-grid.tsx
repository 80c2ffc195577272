// A virtualised grid of tens of thousands of pictures. The parent decides what choosing one does.
import { defaultRangeExtractor, type Range, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useWidth } from '../shared/hooks.ts'
import { moveInLongGrid } from '../shared/roving.ts'
import classes from './contact-grid.module.css'
import { type CellState, ContactRow, PITCH } from './contact-row.tsx'
import { useWanted } from './use-images.ts'

/** Rows rendered beyond the visible ones, so that scrolling does not show gaps. */
const OVERSCAN = 3

interface ContactGridProps {
  readonly label: string
  /** Id of the sentence that says what a click does. */
  readonly describedBy: string
  /** Numbers of the images to show. */
  readonly shown: readonly number[]
  /** Must keep its identity as long as no cell changes. */
  readonly cellState: (image: number) => CellState
  /** `extended` (Shift): the range from the last chosen cell, or from `from`. */
  readonly onChoose: (place: number, extended: boolean, from?: number) => void
  /** Whether several cells can be selected. */
  readonly several: boolean
  /** Identifies this grid to the page cache. */
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
  /** Height of all rows in pixels. */
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

/** Renders the visible rows and the row of the active cell, so that scrolling never loses the focus. */
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
  // Moves the focus to the active cell if the focus is inside the grid.
  useLayoutEffect(() => {
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-place="${active}"]`)
    if (scroller.current?.contains(document.activeElement)) cell?.focus({ preventScroll: true })
  }, [active, scroller])
  return { active, setActive, virtualizer, rows: virtualizer.getVirtualItems() }
}
