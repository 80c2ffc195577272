// Where on the path the large picture is, by time and by key.
import { pathEnd, pathSeconds, positionAt, secondsAt } from '../../../spec/paths.ts'
import { ScrubRow } from '../controls/scrub-row.tsx'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import { describePlace } from './path-words.ts'

/** The end of a closed path is its beginning: just before it, the line can be dragged to its end without going back to its start. */
const BEFORE_END = 1e-6

export function PathScrubs() {
  const path = useStudio((state) => state.path)
  const { keys, closed, at } = path
  const [total, end] = [pathSeconds(path), pathEnd(path)]
  const seek = (place: number) =>
    edit((state) => ({ path: { ...state.path, at: Math.max(0, closed ? Math.min(place, end - BEFORE_END) : Math.min(place, end)) } }))
  const seconds = secondsAt(path, at)
  const times = keys.slice(0, end + 1).map((_, i) => secondsAt(path, i))
  return (
    <>
      <ScrubRow
        label="Time"
        value={seconds}
        min={0}
        max={total}
        step={0.01}
        unit={`of ${Number(total.toFixed(1))} s`}
        valueText={`${seconds.toFixed(1)} of ${total.toFixed(1)} seconds. ${describePlace(path, at)}`}
        marks={times}
        onChange={(wanted) => seek(wanted >= total ? end : positionAt(path, wanted))}
      />
      <ScrubRow
        label="Key"
        value={1 + at}
        min={1}
        max={1 + end}
        step={0.01}
        unit={`of ${keys.length}`}
        valueText={describePlace(path, at)}
        marks={Array.from({ length: end + 1 }, (_, i) => 1 + i)}
        onChange={(wanted) => seek(wanted - 1)}
      />
    </>
  )
}
