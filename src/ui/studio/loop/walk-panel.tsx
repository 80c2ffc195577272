// A walk from random sample to random sample: which walk, how fast, and where on it the picture is.
import { PATH_LIMITS } from '../../../spec/paths.ts'
import { walkStop } from '../../../spec/seed-walk.ts'
import { Button } from '../../shared/button.tsx'
import { BackIcon, ForwardIcon } from '../../shared/icons.tsx'
import text from '../../shared/text.module.css'
import { ScrubRow } from '../controls/scrub-row.tsx'
import { SliderRow } from '../controls/slider-row.tsx'
import classes from '../path/path-panel.module.css'
import { edit } from '../state/history.ts'
import { initialStudio, type WalkState } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { SeedRow } from './seed-row.tsx'

const FIRST = initialStudio.loop.walk
/** Just before the next stop, which is the start of the next way. */
const BEFORE_END = 1e-6

const change = (changes: (walk: WalkState) => Partial<WalkState>) =>
  edit(({ loop }) => ({ loop: { ...loop, walk: { ...loop.walk, ...changes(loop.walk) } } }))

export function WalkPanel() {
  const { seed, seconds, at } = useStudio(({ loop }) => loop.walk)
  const stop = Math.floor(at)
  const share = at - stop
  const [from, to] = [walkStop(seed, stop).seed, walkStop(seed, stop + 1).seed]
  return (
    <>
      <div className={classes.line}>
        <Button
          small
          blocked={at === 0 ? 'The walk begins here.' : null}
          onClick={() => change((walk) => ({ at: Math.ceil(walk.at) - 1 }))}
        >
          <BackIcon />
          Previous stop
        </Button>
        <Button small onClick={() => change((walk) => ({ at: Math.floor(walk.at) + 1 }))}>
          Next stop
          <ForwardIcon />
        </Button>
        <span className={text.figures}>
          Stop {stop + 1}: seed {from}, then {to}
        </span>
      </div>
      <ScrubRow
        label="To the next stop"
        value={100 * share}
        min={0}
        max={100}
        step={1}
        unit="%"
        valueText={`${Math.round(100 * share)} % of the way from seed ${from} to seed ${to}`}
        onChange={(wanted) => change((walk) => ({ at: Math.floor(walk.at) + Math.min(1 - BEFORE_END, wanted / 100) }))}
      />
      <SeedRow label="Seed of the walk" value={seed} onChange={(wanted) => change(() => ({ seed: wanted, at: 0 }))} />
      <SliderRow
        label="Seconds from stop to stop"
        value={seconds}
        min={PATH_LIMITS.seconds.min}
        max={PATH_LIMITS.seconds.max}
        step={0.1}
        unit="s"
        initial={FIRST.seconds}
        onChange={(wanted) => change(() => ({ seconds: wanted }))}
      />
    </>
  )
}
