// Chooses samples for a film: by a click on the wall, in the order in which they are to come, or by typing their seeds.
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import { useStore } from '../app/store.ts'
import { describeSample } from '../samples/describe-samples.ts'
import { pointOfSample } from '../samples/picture-codes.ts'
import { COLUMNS, sampleAt } from '../samples/wall-view.ts'
import field from '../shared/field.module.css'
import input from '../shared/input.module.css'
import { Picture } from '../shared/picture.tsx'
import { moveInGrid } from '../shared/roving.ts'
import text from '../shared/text.module.css'
import { classNames } from '../train/class-names.ts'
import form from './form.module.css'
import { isSamePoint } from './points.ts'
import classes from './sample-picker.module.css'
import { readSeeds, writeSeeds } from './seed-text.ts'

interface SamplePickerProps {
  readonly points: readonly SeedPoint[]
  readonly limits: { readonly min: number; readonly max: number }
  /** A and B in place of numbers. */
  readonly letters: boolean
  readonly onChange: (points: readonly SeedPoint[]) => void
}

export function SamplePicker({ points, limits, letters, onChange }: SamplePickerProps) {
  const grid = useStore(({ samples }) => samples.grid)
  /** Of two, the older one makes room. */
  function toggle(point: SeedPoint) {
    const others = points.filter((other) => !isSamePoint(other, point))
    if (others.length < points.length) return others.length >= limits.min && onChange(others)
    if (others.length < limits.max) onChange([...others, point])
    else if (letters) onChange([...others.slice(1), point])
  }
  return (
    <div className={classes.picker}>
      {grid && <Wall grid={grid} points={points} letters={letters} onToggle={toggle} />}
      <SeedField points={points} limits={limits} onChange={onChange} />
    </div>
  )
}

function SeedField({ points, limits, onChange }: Omit<SamplePickerProps, 'letters'>) {
  const id = useId()
  const names = useStore(classNames)
  const [typed, setTyped] = useState({ text: writeSeeds(points), points })
  if (typed.points !== points) setTyped({ text: writeSeeds(points), points })
  const read = readSeeds(typed.text, limits.max, names.length)
  const problem = read.problem ?? (read.points.length < limits.min ? `Choose ${limits.min} or more.` : null)
  function type(now: string) {
    const next = readSeeds(now, limits.max, names.length)
    const fits = next.problem === null && next.points.length >= limits.min
    setTyped({ text: now, points: fits ? next.points : points })
    if (fits) onChange(next.points)
  }
  return (
    <div>
      <div className={field.row}>
        <label htmlFor={id} className={field.label}>
          Seeds
        </label>
        <input
          id={id}
          className={`${input.input} ${classes.seeds}`}
          autoComplete="off"
          value={typed.text}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </div>
      {problem && (
        <p id={`${id}-problem`} className={form.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

interface WallProps {
  readonly grid: SampleGrid
  readonly points: readonly SeedPoint[]
  readonly letters: boolean
  readonly onToggle: (point: SeedPoint) => void
}

function Wall({ grid, points, letters, onToggle }: WallProps) {
  const names = useStore(classNames)
  const wall = useRef<HTMLFieldSetElement>(null)
  const [last, setActive] = useState(0)
  const active = Math.min(last, grid.seeds.length - 1)
  function onKeyDown(event: KeyboardEvent) {
    const target = moveInGrid(event.key, active, grid.seeds.length, COLUMNS)
    if (target === null) return
    event.preventDefault()
    setActive(target)
    wall.current?.querySelectorAll<HTMLElement>('button')[target]?.focus()
  }
  return (
    <fieldset ref={wall} className={classes.wall} onKeyDown={onKeyDown}>
      <legend className={text.soft}>Click samples in the order in which they are to come.</legend>
      {grid.seeds.map((seed, index) => {
        const sample = sampleAt(grid, index)
        const place = points.findIndex((point) => isSamePoint(point, pointOfSample(sample)) || isSamePoint(point, { seed }))
        return (
          <button
            key={`${seed} ${sample.class}`}
            type="button"
            className={classes.cell}
            tabIndex={index === active ? 0 : -1}
            aria-pressed={place >= 0}
            aria-label={describeSample(sample, names)}
            onFocus={() => setActive(index)}
            onClick={() => onToggle(place >= 0 ? (points[place] as SeedPoint) : pointOfSample(sample))}
          >
            <Picture pictures={grid.pictures} index={index} />
            {place >= 0 && <span className={classes.place}>{letters ? 'AB'[place] : place + 1}</span>}
          </button>
        )
      })}
    </fieldset>
  )
}
