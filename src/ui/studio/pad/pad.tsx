// The square of the pad. To the keyboard and to screen readers it is two sliders, of which one is there at a time, as with colour areas in React Aria:
// no role has two values.
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react'
import { beginGesture, edit, endGesture } from '../state/history.ts'
import { movePad } from '../state/studio-edits.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from './pad.module.css'
import { PadField } from './pad-field.tsx'
import { type Axis, describePosition, moveByKey } from './pad-moves.ts'
import { usePadDrag } from './use-pad-drag.ts'

const KEYS = 'pad keys'

export function Pad() {
  const pad = useStudio((state) => state.pad)
  const { x, y } = pad
  const [axis, setAxis] = useState<Axis>('x')
  const inputs = useRef<Partial<Record<Axis, HTMLInputElement | null>>>({})
  const drag = usePadDrag()
  useEffect(() => () => endGesture(KEYS), []) // the studio may be closed while a key is held

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const moved = moveByKey(pad, event)
    if (moved === null) return
    event.preventDefault()
    event.stopPropagation()
    beginGesture(KEYS)
    edit((state) => movePad(state, { x: moved.x, y: moved.y }))
    setAxis(moved.axis)
    inputs.current[moved.axis]?.focus()
  }

  const refOf = (each: Axis) => (element: HTMLInputElement | null) => {
    inputs.current[each] = element
  }
  return (
    <fieldset
      className={classes.pad}
      data-testid="pad"
      onKeyDown={onKeyDown}
      onKeyUp={() => endGesture(KEYS)}
      onBlur={({ currentTarget, relatedTarget }) => !currentTarget.contains(relatedTarget) && endGesture(KEYS)}
    >
      <legend className="visually-hidden">Pad: arrow keys move between the four pictures, with Shift further</legend>
      <div
        className={classes.square}
        {...drag}
        onPointerDown={(event) => {
          drag.onPointerDown(event)
          event.preventDefault() // else the press would take the focus from the slider
          inputs.current[axis]?.focus({ preventScroll: true })
        }}
      >
        <PadField />
        <span className={classes.puck} style={{ left: `${100 * x}%`, top: `${100 * y}%` }} />
      </div>
      <AxisSlider ref={refOf('x')} axis="x" label="Across" active={axis === 'x'} />
      <AxisSlider ref={refOf('y')} axis="y" label="Down" active={axis === 'y'} />
    </fieldset>
  )
}

interface AxisSliderProps {
  readonly label: string
  readonly axis: Axis
  /** Whether it is the one that is there. */
  readonly active: boolean
  readonly ref: Ref<HTMLInputElement>
}

function AxisSlider({ label, axis, active, ref }: AxisSliderProps) {
  const pad = useStudio((state) => state.pad)
  return (
    <input
      ref={ref}
      type="range"
      className="visually-hidden"
      aria-label={label}
      aria-roledescription="2D slider"
      aria-orientation={axis === 'x' ? 'horizontal' : 'vertical'}
      aria-valuetext={describePosition(pad)}
      aria-hidden={active ? undefined : true}
      tabIndex={active ? 0 : -1}
      min={0}
      max={1}
      step={0.01}
      value={pad[axis]}
      onChange={(event) => edit((state) => movePad(state, { [axis]: event.currentTarget.valueAsNumber }))}
    />
  )
}
