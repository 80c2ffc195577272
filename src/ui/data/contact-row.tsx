// A row of the contact sheet: one canvas with all its pictures, under a cell per picture for pointer, keyboard and screen reader.
import { memo, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useImageCache } from '../app/page-context.ts'
import { CrossIcon } from '../shared/icons.tsx'
import { pixelsOf } from '../shared/pixels-of.ts'
import classes from './contact-grid.module.css'
import { nameOfImage, PAGE, type PageCache } from './page-cache.ts'

/** Side of a picture and gap between two, in CSS pixels: whole multiples of a pixel at every training size. */
const CELL = 64
const GAP = 8
export const PITCH = CELL + GAP

/** How a cell is shown and announced. */
export interface CellState {
  /** Announced after its path; may be empty. */
  readonly description: string
  /** Null where cells cannot be selected. */
  readonly selected: boolean | null
  /** Crossed out. */
  readonly out: boolean
  readonly highlighted: boolean
  /** A word over its lower edge. */
  readonly badge: string | null
}

interface ContactRowProps {
  /** Numbers of all images that are shown. */
  readonly shown: readonly number[]
  /** Which row this is. */
  readonly row: number
  readonly columns: number
  /** Pixels from the top. */
  readonly start: number
  /** Place of the cell that is in the tab order; null when it is in another row. */
  readonly active: number | null
  readonly cellState: (image: number) => CellState
}

export const ContactRow = memo(function ContactRow({ shown, row, columns, start, active, cellState }: ContactRowProps) {
  const images = useImageCache()
  const first = row * columns
  const own = useMemo(() => shown.slice(first, first + columns), [shown, first, columns])
  const here = useSyncExternalStore(images.subscribe, () => own.filter((image) => images.picturesOf(image) !== null).length)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current && here > 0) draw(canvas.current, own, images)
  }, [own, here, images])
  return (
    // biome-ignore lint/a11y/useSemanticElements: the browser cannot lay out a table of which only some rows exist
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
    <div role="row" aria-rowindex={row + 1} className={classes.row} style={{ transform: `translateY(${start}px)` }}>
      <canvas ref={canvas} className={classes.pictures} style={{ width: own.length * PITCH, height: CELL }} width="1" height="1" />
      {own.map((image, i) => (
        <ContactCell
          key={image}
          place={first + i}
          column={i + 1}
          path={nameOfImage(images, image)}
          {...cellState(image)}
          tabbable={first + i === active}
        />
      ))}
    </div>
  )
})

/** Draws at training resolution; the style sheet scales it up. */
function draw(canvas: HTMLCanvasElement, own: readonly number[], images: PageCache) {
  const context = canvas.getContext('2d', { willReadFrequently: true }) // in memory: the GPU is busy training
  own.forEach((image, i) => {
    const pictures = images.picturesOf(image)
    if (pictures === null || context === null) return
    const { size } = pictures
    const pitch = size + (GAP * size) / CELL
    if (canvas.height !== size || canvas.width !== own.length * pitch) {
      canvas.width = own.length * pitch
      canvas.height = size
    }
    context.putImageData(new ImageData(pixelsOf(pictures, image % PAGE), size, size), i * pitch, 0)
  })
}

interface ContactCellProps extends CellState {
  /** Index among the shown images. */
  readonly place: number
  /** Starting at 1. */
  readonly column: number
  readonly path: string
  readonly tabbable: boolean
}

const ContactCell = memo(function ContactCell({
  place,
  column,
  path,
  description,
  selected,
  out,
  highlighted,
  badge,
  tabbable,
}: ContactCellProps) {
  const label = description === '' ? path : `${path}, ${description}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the row
    <div
      role="gridcell"
      className={classes.cell}
      aria-colindex={column}
      aria-selected={selected ?? undefined}
      aria-label={label}
      title={label}
      tabIndex={tabbable ? 0 : -1}
      data-place={place}
      data-out={out}
      data-found={highlighted}
    >
      {out && (
        <span className={classes.mark}>
          <CrossIcon />
        </span>
      )}
      {badge !== null && <span className={classes.badge}>{badge}</span>}
    </div>
  )
})
