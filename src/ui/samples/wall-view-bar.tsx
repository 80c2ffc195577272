// Above the wall of a run with classes: all of them mixed or a row for each, and which one to see more of.
import { useId } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { seedsBlocker } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import input from '../shared/input.module.css'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { className, classNames, drawnClasses } from '../train/class-names.ts'
import { sampleActions } from './actions.ts'
import { FIRST_ROWS, MIXED, ROWS, rowsOf, type WallView } from './wall-view.ts'
import styles from './wall-view-bar.module.css'

const LAYOUTS = [
  { value: 'mixed', label: 'Mixed' },
  { value: 'classes', label: 'By class' },
] as const

export function WallViewBar() {
  const actions = useActions()
  const view = useStore((state) => state.samples.view)
  const blocked = useStore(seedsBlocker)
  return (
    <div className={styles.bar} data-testid="wall-view">
      <Segmented
        label="Layout of the wall"
        options={LAYOUTS}
        value={view.kind === 'mixed' ? 'mixed' : 'classes'}
        disabled={blocked !== null}
        onChange={(value) => actions.showView(value === 'mixed' ? MIXED : FIRST_ROWS)}
      />
      {view.kind !== 'mixed' && <ClassChoice view={view} disabled={blocked !== null} />}
      {view.kind === 'rows' && <RowPager view={view} />}
      {blocked !== null && <p className={text.soft}>{blocked}</p>}
    </div>
  )
}

function ClassChoice({ view, disabled }: { view: WallView; disabled: boolean }) {
  const id = useId()
  const actions = useActions()
  const names = useStore(classNames)
  const drawn = useStore(drawnClasses)
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        Class
      </label>
      <select
        id={id}
        className={`${input.select} ${styles.select}`}
        value={view.kind === 'one' ? view.class : ''}
        disabled={disabled}
        onChange={({ currentTarget: { value } }) => actions.showView(value === '' ? FIRST_ROWS : { kind: 'one', class: Number(value) })}
      >
        <option value="">All classes</option>
        {drawn.map((each) => (
          <option key={each} value={each}>
            {className(names, each)}
          </option>
        ))}
      </select>
    </>
  )
}

/** More classes than fit on the wall. */
function RowPager({ view }: { view: Extract<WallView, { kind: 'rows' }> }) {
  const drawn = useStore(drawnClasses)
  if (drawn.length <= ROWS) return null
  const rows = rowsOf(view, drawn)
  const first = drawn.indexOf(rows[0] ?? 0) + 1
  return (
    <span className={styles.pager}>
      <ActionButton action={sampleActions.turnClasses} target={-1} kind="quiet" show="icon" small />
      <span className={text.figures}>
        {formatCount(first)} to {formatCount(first + rows.length - 1)} of {formatCount(drawn.length)}
      </span>
      <ActionButton action={sampleActions.turnClasses} target={1} kind="quiet" show="icon" small />
    </span>
  )
}
