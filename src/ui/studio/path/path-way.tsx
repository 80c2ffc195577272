// How the path goes: from key to key, whether round and round, and how long all of it takes.
import { useId, useRef } from 'react'
import { PATH_METHODS, type PathMethod } from '../../../spec/blends.ts'
import { PATH_LIMITS, pathEnd, pathSeconds } from '../../../spec/paths.ts'
import field from '../../shared/field.module.css'
import { Segmented } from '../../shared/segmented.tsx'
import text from '../../shared/text.module.css'
import { TypedNumber } from '../controls/slider-row.tsx'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import { withClosed, withTotal } from './path-edits.ts'
import classes from './path-panel.module.css'

const METHOD_NAMES: Readonly<Record<PathMethod, string>> = { slerp: 'Slerp', lerp: 'Lerp', spline: 'Spline' }
const METHOD_HELP: Readonly<Record<PathMethod, string>> = {
  slerp: 'Along great circles, with a corner at each key.',
  lerp: 'In straight lines, with a corner at each key.',
  spline: 'One smooth curve, without corners.',
}
const METHODS = PATH_METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }))
const ENDS = [
  { value: 'closed', label: 'Round and round' },
  { value: 'open', label: 'First to last' },
] as const

export function PathWay() {
  const { method, closed } = useStudio((state) => state.path)
  const helpId = useId()
  return (
    <>
      <Segmented
        label="From key to key"
        options={METHODS}
        value={method}
        describedBy={helpId}
        onChange={(value) => edit(({ path }) => ({ path: { ...path, method: value } }))}
      />
      <p id={helpId} className={text.soft}>
        {METHOD_HELP[method]}
      </p>
      <Segmented
        label="Where the path leads"
        options={ENDS}
        value={closed ? 'closed' : 'open'}
        onChange={(value) => edit(({ path }) => ({ path: withClosed(path, value === 'closed') }))}
      />
      <Total />
    </>
  )
}

/** While it is typed, ways are stretched from what they were before: each digit alone would leave other shares of the time. */
function Total() {
  const path = useStudio((state) => state.path)
  const before = useRef(path)
  const ways = pathEnd(path)
  const { min, max } = PATH_LIMITS.seconds
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that its field is entered
    <div
      className={field.row}
      onFocus={() => {
        before.current = path
      }}
    >
      <span className={field.label} aria-hidden="true">
        Whole path
      </span>
      <span className={classes.total}>
        <TypedNumber
          label="Seconds of the whole path"
          value={pathSeconds(path)}
          min={min * ways}
          max={max * ways}
          step={0.1}
          onChange={(seconds) => edit((state) => ({ path: { ...state.path, keys: withTotal(before.current, seconds).keys } }))}
        />
        s
      </span>
    </div>
  )
}
