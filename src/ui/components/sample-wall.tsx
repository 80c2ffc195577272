// The sample wall: the same seeds drawn again and again by the averaged generator. Clicking chooses the ends of the way from A to B.
import { type KeyboardEvent, memo, useRef, useState } from 'react'
import type { Pictures } from '../../spec/report.ts'
import { useSession } from '../session/session-context.ts'
import { useStore } from '../store/store.ts'
import { formatCount } from '../text/format.ts'
import { EmptyWall } from './empty-wall.tsx'
import { Panel } from './panel.tsx'
import { Picture } from './picture.tsx'
import { moveInGrid } from './roving.ts'
import classes from './sample-wall.module.css'

const COLUMNS = 8

export function SampleWall() {
  const grid = useStore((state) => state.samples.grid)
  const [hovered, setHovered] = useState<number | null>(null)
  const next = useStore((state) => state.samples.next)
  return (
    <Panel title="Samples" aside={grid && <span>drawn at step {formatCount(grid.step)}</span>}>
      {grid ? (
        <>
          <Wall pictures={grid.pictures} seeds={grid.seeds} step={grid.step} onHover={setHovered} />
          <p className={classes.caption}>
            {hovered === null
              ? 'Each picture keeps its seed. Choose two to walk from one to the other.'
              : `Seed ${hovered}: click to make it `}
            {hovered !== null && <b>{next.toUpperCase()}</b>}
          </p>
        </>
      ) : (
        <EmptyWall />
      )}
    </Panel>
  )
}

interface WallProps {
  readonly pictures: Pictures
  readonly seeds: readonly number[]
  readonly step: number
  readonly onHover: (seed: number | null) => void
}

function Wall({ pictures, seeds, step, onHover }: WallProps) {
  const session = useSession()
  const a = useStore((state) => state.samples.a)
  const b = useStore((state) => state.samples.b)
  const [active, setActive] = useState(0)
  const wall = useRef<HTMLFieldSetElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    const target = moveInGrid(event.key, active, seeds.length, COLUMNS)
    if (target === null) return
    event.preventDefault()
    setActive(target)
    wall.current?.querySelectorAll('button')[target]?.focus()
  }

  return (
    <fieldset
      ref={wall}
      className={classes.wall}
      aria-label={`Sample wall, drawn at step ${step}. Arrow keys move.`}
      data-testid="sample-wall"
      data-step={step}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onHover(null)}
    >
      {seeds.map((seed, index) => (
        <Cell
          key={seed}
          seed={seed}
          index={index}
          pictures={pictures}
          end={seed === a ? (seed === b ? 'A B' : 'A') : seed === b ? 'B' : null}
          tabbable={index === active}
          onPick={session.pick}
          onHover={onHover}
          onFocus={setActive}
        />
      ))}
    </fieldset>
  )
}

interface CellProps {
  readonly seed: number
  readonly index: number
  readonly pictures: Pictures
  readonly end: string | null
  readonly tabbable: boolean
  readonly onPick: (seed: number) => void
  readonly onHover: (seed: number | null) => void
  readonly onFocus: (index: number) => void
}

const Cell = memo(function Cell({ seed, index, pictures, end, tabbable, onPick, onHover, onFocus }: CellProps) {
  return (
    <button
      type="button"
      className={classes.cell}
      data-end={end}
      tabIndex={tabbable ? 0 : -1}
      aria-label={`Sample, seed ${seed}${end ? `, chosen as ${end}` : ''}`}
      onClick={() => onPick(seed)}
      onPointerEnter={() => onHover(seed)}
      onFocus={() => {
        onFocus(index)
        onHover(seed)
      }}
      onBlur={() => onHover(null)}
    >
      <Picture pictures={pictures} index={index} />
      {end && <span className={classes.badge}>{end}</span>}
    </button>
  )
})
