// The sample wall: fixed seeds, redrawn by the EMA generator as it trains, or as they were at an earlier step. A click enlarges a sample, or sets
// A or B while one is being chosen.
import { Fragment, type KeyboardEvent, memo, useRef, useState } from 'react'
import type { Pictures } from '../../spec/image-block.ts'
import { pointsOfGrid } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { SnapshotPictures } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useAsk } from '../app/question.tsx'
import { shortcutIn } from '../app/shortcut-keys.ts'
import { type State, useStore } from '../app/store.ts'
import { Hint } from '../first-visit/hint.tsx'
import { pickActions } from '../latent/actions.ts'
import { useHidden } from '../lesson/hooks.ts'
import { wallName } from '../shared/file-name.ts'
import { timelineSlider, useFocusFallback } from '../shared/focus.ts'
import { formatCount } from '../shared/format.ts'
import { lazyPart } from '../shared/lazy-part.tsx'
import { canHover } from '../shared/motion.ts'
import { Panel } from '../shared/panel.tsx'
import { Picture } from '../shared/picture.tsx'
import { moveInGrid } from '../shared/roving.ts'
import { studioActions } from '../studio/actions.ts'
import { Terms } from '../terms/terms-in-text.tsx'
import { className, classNames, drawnClasses } from '../train/class-names.ts'
import { isExample } from '../train/run-slice.ts'
import { stepsOfRun } from '../train/time-left.ts'
import { SAMPLE_SHORTCUTS, sampleActions } from './actions.ts'
import { codeActions } from './code-actions.ts'
import { describeCell, describeCells, describeSample } from './describe-samples.ts'
import { describeShown, describeUnseen } from './describe-timeline.ts'
import { EmptyWall } from './empty-wall.tsx'
import classes from './sample-wall.module.css'
import type { PickTarget } from './samples-slice.ts'
import { SavePictures } from './save-pictures.tsx'
import { ShownLabel, YourTurn } from './shown-label.tsx'
import timeline from './timeline.module.css'
import { timelineActions } from './timeline-actions.ts'
import { TimelineBar } from './timeline-bar.tsx'
import { shownSnapshot } from './timeline-slice.ts'
import { shownGrid } from './timeline-view.ts'
import { COLUMNS, cellsOf, isDrawn, isSameSample, MIXED, type SampleId, sampleAt, viewOfGrid } from './wall-view.ts'

const WallViewBar = lazyPart(() => import('./wall-view-bar.tsx').then((module) => module.WallViewBar))
const WallMotion = lazyPart(() => import('./wall-motion.tsx').then((module) => module.WallMotion))
const EnlargedSample = lazyPart(() => import('./enlarged-sample.tsx').then((module) => module.EnlargedSample))

/** The sample under the pointer or with the focus. */
interface HoveredSample {
  readonly sample: SampleId
  readonly by: 'pointer' | 'keyboard'
}

export function SampleWall() {
  const shown = useStore(shownGrid)
  const comes = useStore(isExampleComing)
  const hasClasses = useStore((state) => drawnClasses(state).length > 1)
  const [hovered, setHovered] = useState<HoveredSample | null>(null)
  const grid = shown ?? (comes ? COMING : null)
  return (
    <Panel title="Samples" aside={shown && <WallStatus />}>
      {grid ? (
        <>
          <ShownLabel />
          {hasClasses && <WallViewBar />}
          <Hint number={1} to="down">
            {canHover() ? 'Move over these pictures' : 'Drag across these pictures'}
          </Hint>
          <Wall grid={grid} onHover={setHovered} />
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

/** The finished example is on its way: the drawing Worker is there before the trainer, and draws its samples until then. */
function isExampleComing({ run, samples }: State): boolean {
  return isExample(run) && samples.grid === null
}

/** The samples of the example before they are there. */
const COMING: SampleGrid = { step: 0, seeds: cellsOf(MIXED, 1, []).seeds, pictures: { count: 0, size: 1, pixels: new Uint8ClampedArray() } }

function WallStatus() {
  const hidden = useHidden()
  const grid = useStore(shownGrid)
  const earlier = useStore(({ timeline }) => shownSnapshot(timeline))
  const { first, view } = useStore((state) => state.samples)
  const drawn = useStore(drawnClasses)
  const names = useStore(classNames)
  if (grid === null) return null
  const name = viewName(grid, names)
  return (
    <div className={classes.drawn}>
      {earlier ? (
        <EarlierStep {...earlier} />
      ) : (
        <span data-testid="wall-seeds">
          {isDrawn(grid, view, first, drawn) ? (
            <Terms mark={{ seed: 'Seeds', step: 'step' }}>{`${describeCells(grid, names)} at step ${formatCount(grid.step)}`}</Terms>
          ) : (
            `Drawing ${describeCells(cellsOf(view, first, drawn), names).replace(/^S/, 's')}…`
          )}
        </span>
      )}
      {!hidden('studio') && <ActionButton action={studioActions.open} />}
      <SavePictures
        label="Save PNG of the wall"
        pictures={grid.pictures}
        points={pointsOfGrid(grid)}
        columns={COLUMNS}
        step={grid.step}
        what={wallName(grid.seeds, name)}
      />
    </div>
  )
}

/** What the wall shows instead of all classes, for the name of a file. */
function viewName(grid: SampleGrid, names: readonly string[]): string | null {
  const view = viewOfGrid(grid)
  if (names.length === 0 || view.kind === 'mixed') return null
  return view.kind === 'rows' ? 'by-class' : `class-${className(names, view.class)}`
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
  const names = useStore(classNames)
  const sample = hovered && describeSample(hovered.sample, names)
  return (
    <div className={classes.pager}>
      <ActionButton action={sampleActions.earlierSeeds} show="icon" />
      <p className={classes.caption}>{describeCell(sample, hovered?.by === 'keyboard', next)}</p>
      <ActionButton action={sampleActions.moreSeeds} className={classes.more} />
      <ActionButton action={codeActions.ask} show="icon" />
    </div>
  )
}

interface WallProps {
  readonly grid: SampleGrid
  readonly onHover: (hovered: HoveredSample | null) => void
}

function Wall({ grid, onHover }: WallProps) {
  const { seeds, step } = grid
  const example = useStore(({ run }) => isExample(run))
  const [moved, setMoved] = useState<Pictures | null>(null)
  const pictures = moved ?? grid.pictures
  const ask = useAsk()
  const a = useStore((state) => state.samples.a)
  const b = useStore((state) => state.samples.b)
  const next = useStore((state) => state.samples.next)
  const live = useStore(({ timeline }) => !shownSnapshot(timeline)?.wall)
  const names = useStore(classNames)
  const [last, setActive] = useState(0)
  const active = Math.min(last, seeds.length - 1)
  const byClass = names.length > 0 && viewOfGrid(grid).kind === 'rows'
  const wall = useRef<HTMLFieldSetElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const action = shortcutIn(SAMPLE_SHORTCUTS, event)
    if (action) return ask(action, sampleAt(grid, active))
    const target = moveInGrid(event.key, active, seeds.length, COLUMNS)
    if (target === null) return
    event.preventDefault()
    setActive(target)
    wall.current?.querySelectorAll<HTMLElement>('[data-seed]')[target]?.focus()
  }

  return (
    <>
      <fieldset
        ref={wall}
        className={classes.wall}
        aria-label={`Sample wall, drawn at step ${step}. Arrow keys move, Enter or Space enlarges, A or B chooses a sample for From A to B.`}
        data-testid="sample-wall"
        data-step={step}
        data-live={live}
        data-rows={byClass}
        data-example={example}
        data-moving={moved !== null}
        onKeyDown={onKeyDown}
        onPointerLeave={() => onHover(null)}
      >
        {seeds.map((seed, index) => (
          <Fragment key={`${seed} ${byClass ? Math.floor(index / COLUMNS) : ''}`}>
            {byClass && index % COLUMNS === 0 && <RowName name={className(names, grid.classes?.[index] ?? null)} />}
            <Cell
              seed={seed}
              of={grid.classes?.[index] ?? null}
              name={className(names, grid.classes?.[index] ?? null)}
              index={index}
              pictures={pictures}
              end={endName(sampleAt(grid, index), a, b)}
              next={next}
              tabbable={index === active}
              onHover={onHover}
              onFocus={setActive}
            />
          </Fragment>
        ))}
      </fieldset>
      <div className={classes.below}>
        <YourTurn />
        <WallMotion grid={grid} drawn={grid !== COMING} wall={wall} resting={!live || next !== null} onPictures={setMoved} />
      </div>
    </>
  )
}

function endName(sample: SampleId, a: SampleId | null, b: SampleId | null): string | null {
  return [isSameSample(sample, a) ? 'A' : '', isSameSample(sample, b) ? 'B' : ''].filter(Boolean).join(' ') || null
}

/** Of the row that follows. */
function RowName({ name }: { name: string | null }) {
  return (
    <span className={classes.rowName} title={name ?? undefined} aria-hidden="true">
      {name}
    </span>
  )
}

interface CellProps {
  readonly seed: number
  /** Its class; null where the run has none. */
  readonly of: number | null
  /** Of its class, where there are several. */
  readonly name: string | null
  readonly index: number
  readonly pictures: Pictures
  readonly end: string | null
  readonly next: PickTarget | null
  readonly tabbable: boolean
  readonly onHover: (hovered: HoveredSample | null) => void
  readonly onFocus: (index: number) => void
}

const Cell = memo(function Cell({ seed, of, name, index, pictures, end, next, tabbable, onHover, onFocus }: CellProps) {
  const ask = useAsk()
  const sample = { seed, class: of }
  return (
    <button
      type="button"
      className={classes.cell}
      data-end={end}
      data-seed={seed}
      data-class={of}
      tabIndex={tabbable ? 0 : -1}
      aria-label={`Sample, seed ${seed}${name === null ? '' : `, ${name}`}${end ? `, chosen as ${end}` : ''}`}
      aria-haspopup={next === null ? 'dialog' : undefined}
      onClick={() => ask(next === null ? sampleActions.enlarge : pickActions[next], sample)}
      onPointerEnter={() => onHover({ sample, by: 'pointer' })}
      onFocus={(event) => {
        onFocus(index)
        if (event.currentTarget.matches(':focus-visible')) onHover({ sample, by: 'keyboard' })
      }}
      onBlur={() => onHover(null)}
    >
      <Picture pictures={pictures} index={index} />
      {end && <span className={classes.badge}>{end}</span>}
    </button>
  )
})
