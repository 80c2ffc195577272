// The class morph: what one sample becomes from one class to another, its latent fixed.
import { useId } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { shownWait } from '../samples/timeline-view.ts'
import { cellOf } from '../samples/wall-view.ts'
import { morphName } from '../shared/file-name.ts'
import input from '../shared/input.module.css'
import { Picture } from '../shared/picture.tsx'
import { className, classNames, drawnClasses } from '../train/class-names.ts'
import { latentActions, morphOf } from './actions.ts'
import styles from './class-morph.module.css'
import { InterpolationView } from './interpolation-view.tsx'
import panel from './latent-panel.module.css'

export function ClassMorph() {
  const actions = useActions()
  const names = useStore(classNames)
  const samples = useStore((state) => state.samples)
  const classes = useStore((state) => state.classes)
  const { seed, from, to } = morphOf({ samples, classes })
  const wait = useStore(shownWait)
  const picking = samples.next === 'morph'
  const [one, other] = [className(names, from) ?? '', className(names, to) ?? '']
  return (
    <>
      <p className={panel.method}>
        The same latent, with more and more of the other class: what both pictures share does not come from the class. {wait}
      </p>
      <div className={styles.sample}>
        <Thumbnail seed={seed} of={from} />
        <span>Seed {seed}</span>
        <ActionButton
          action={latentActions.pickNext}
          target={{ end: 'morph', picking }}
          label={picking ? 'Now click a sample' : 'Choose another'}
          small
        />
      </div>
      <div className={styles.classes}>
        <ClassOf label="From class" value={from} onChange={(value) => actions.setMorph({ from: value })} />
        <ActionButton action={latentActions.swapClasses} kind="quiet" show="icon" />
        <ClassOf label="To class" value={to} onChange={(value) => actions.setMorph({ to: value })} />
      </div>
      <InterpolationView from={one} to={other} fileName={({ a }) => morphName(a, one, other)} />
    </>
  )
}

/** The sample as it is on the wall, if it is there. */
function Thumbnail({ seed, of }: { seed: number; of: number }) {
  const grid = useStore((state) => state.samples.grid)
  const exact = grid ? cellOf(grid, { seed, class: of }) : -1
  const cell = grid && exact < 0 ? cellOf(grid, { seed, class: null }) : exact
  return (
    <span className={styles.thumb} aria-hidden="true">
      {grid && cell >= 0 && <Picture pictures={grid.pictures} index={cell} />}
    </span>
  )
}

interface ClassOfProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function ClassOf({ label, value, onChange }: ClassOfProps) {
  const id = useId()
  const names = useStore(classNames)
  const drawn = useStore(drawnClasses)
  return (
    <div className={styles.class}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={input.select} value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {drawn.map((each) => (
          <option key={each} value={each}>
            {className(names, each)}
          </option>
        ))}
      </select>
    </div>
  )
}
