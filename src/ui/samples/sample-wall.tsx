// The sample wall: fixed seeds, redrawn by the EMA generator as it trains, or as they were at an earlier step. A click enlarges a sample, or sets
// A or B while one is being chosen.
import { type KeyboardEvent, memo, useRef, useState } from 'react'
import type { Pictures } from '../../spec/image-block.ts'
import type { SnapshotPictures } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useAsk } from '../app/question.tsx'
import { shortcutIn } from '../app/shortcut-keys.ts'
import { useStore } from '../app/store.ts'
import { endActions } from '../latent/actions.ts'
import { wallName } from '../shared/file-name.ts'
import { timelineSlider, useFocusFallback } from '../shared/focus.ts'
import { formatCount } from '../shared/format.ts'
import { lazyPart } from '../shared/lazy-part.tsx'
import { Panel } from '../shared/panel.tsx'
import { Picture } from '../shared/picture.tsx'
import { moveInGrid } from '../shared/roving.ts'
import { stepsOfRun } from '../train/time-left.ts'
import { SAMPLE_SHORTCUTS, sampleActions } from './actions.ts'
import { describeCell, describeSeeds } from './describe-samples.ts'
import { describeShown, describeUnseen } from './describe-timeline.ts'
import { EmptyWall } from './empty-wall.tsx'
import classes from './sample-wall.module.css'
import type { LatentEnd } from './samples-slice.ts'
import { SavePictures } from './save-pictures.tsx'
import { ShownLabel } from './shown-label.tsx'
import timeline from './timeline.module.css'
import { timelineActions } from './timeline-actions.ts'
import { TimelineBar } from './timeline-bar.tsx'
import { shownSnapshot } from './timeline-slice.ts'
import { shownGrid } from './timeline-view.ts'

const COLUMNS = 8

const EnlargedSample = lazyPart(() => import('./enlarged-sample.tsx').then((module) => module.EnlargedSample))

/** The sample under the pointer or with the focus. */
interface HoveredSample {
  readonly seed: number
  readonly by: 'pointer' | 'keyboard'
}

export function SampleWall() {
  const grid = useStore(shownGrid)
  const [hovered, setHovered] = useState<HoveredSample | null>(null)
  return (
    <Panel title="Samples" aside={grid && <WallStatus />}>
      {grid ? (
        <>
          <ShownLabel />
          <Wall pictures={grid.pictures} seeds={grid.seeds} step={grid.step} onHover={setHovered} />
          <TimelineBar />
          <Pager hovered={hovered} />
          <EnlargedSample />
        </>
      ) : (
        <EmptyWall />
      )}
    </Panel>
  )
}

function WallStatus() {
  const grid = useStore(shownGrid)
  const earlier = useStore(({ timeline }) => shownSnapshot(timeline))
  const first = useStore((state) => state.samples.first)
  if (grid === null) return null
  const coming = grid.seeds[0] !== first
  return (
    <div className={classes.drawn}>
      {earlier ? (
        <EarlierStep {...earlier} />
      ) : (
        <span data-testid="wall-seeds">
          {coming ? `Drawing seeds ${describeSeeds(first)}…` : `Seeds ${describeSeeds(first)} at step ${formatCount(grid.step)}`}
        </span>
      )}
      <SavePictures label="Save PNG of the wall" pictures={grid.pictures} columns={COLUMNS} step={grid.step} what={wallName(grid.seeds)} />
    </div>
  )
}

/** The sign that this is not now; for a preview, which ends with the pointer leaving the chart, without the way back. */
function EarlierStep({ step, wall }: SnapshotPictures) {
  const steps = useStore(stepsOfRun)
  const pinned = useStore(({ timeline }) => timeline.pinned !== null)
  const box = useRef<HTMLSpanElement>(null)
  useFocusFallback(box, timelineSlider)
  return (
    <span ref={box} className={timeline.earlier} data-testid="earlier-step">
      {wall ? describeShown(step, steps) : describeUnseen(step)}
      {pinned && <ActionButton action={timelineActions.backToLive} kind="text" show="label" small />}
    </span>
  )
}

function Pager({ hovered }: { hovered: HoveredSample | null }) {
  const next = useStore((state) => state.samples.next)
  return (
    <div className={classes.pager}>
      <ActionButton action={sampleActions.earlierSeeds} show="icon" />
      <p className={classes.caption}>{describeCell(hovered?.seed ?? null, hovered?.by === 'keyboard', next)}</p>
      <ActionButton action={sampleActions.moreSeeds} className={classes.more} />
    </div>
  )
}

interface WallProps {
  readonly pictures: Pictures
  readonly seeds: readonly number[]
  readonly step: number
  readonly onHover: (hovered: HoveredSample | null) => void
}

function Wall({ pictures, seeds, step, onHover }: WallProps) {
  const ask = useAsk()
  const a = useStore((state) => state.samples.a)
  const b = useStore((state) => state.samples.b)
  const next = useStore((state) => state.samples.next)
  const live = useStore(({ timeline }) => !shownSnapshot(timeline)?.wall)
  const [active, setActive] = useState(0)
  const wall = useRef<HTMLFieldSetElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const action = shortcutIn(SAMPLE_SHORTCUTS, event)
    const seed = seeds[active]
    if (action && seed !== undefined) return ask(action, seed)
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
      aria-label={`Sample wall, drawn at step ${step}. Arrow keys move, Enter or Space enlarges, A or B chooses a sample for From A to B.`}
      data-testid="sample-wall"
      data-step={step}
      data-live={live}
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
          next={next}
          tabbable={index === active}
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
  readonly next: LatentEnd | null
  readonly tabbable: boolean
  readonly onHover: (hovered: HoveredSample | null) => void
  readonly onFocus: (index: number) => void
}

const Cell = memo(function Cell({ seed, index, pictures, end, next, tabbable, onHover, onFocus }: CellProps) {
  const ask = useAsk()
  return (
    <button
      type="button"
      className={classes.cell}
      data-end={end}
      data-seed={seed}
      tabIndex={tabbable ? 0 : -1}
      aria-label={`Sample, seed ${seed}${end ? `, chosen as ${end}` : ''}`}
      aria-haspopup={next === null ? 'dialog' : undefined}
      onClick={() => ask(next === null ? sampleActions.enlarge : endActions[next], seed)}
      onPointerEnter={() => onHover({ seed, by: 'pointer' })}
      onFocus={(event) => {
        onFocus(index)
        if (event.currentTarget.matches(':focus-visible')) onHover({ seed, by: 'keyboard' })
      }}
      onBlur={() => onHover(null)}
    >
      <Picture pictures={pictures} index={index} />
      {end && <span className={classes.badge}>{end}</span>}
    </button>
  )
})
