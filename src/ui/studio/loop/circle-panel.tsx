// A circle around a sample: which, how far from it, and how long once around takes.
import { FILM_LIMITS } from '../../../spec/films.ts'
import { ScrubRow } from '../controls/scrub-row.tsx'
import { SliderRow } from '../controls/slider-row.tsx'
import { edit } from '../state/history.ts'
import { type CircleState, initialStudio } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { SeedRow } from './seed-row.tsx'

const { radius: RADIUS, seconds: SECONDS } = FILM_LIMITS
const FIRST = initialStudio.loop.circle

const change = (changes: Partial<CircleState>) => edit(({ loop }) => ({ loop: { ...loop, circle: { ...loop.circle, ...changes } } }))

export function CirclePanel() {
  const { seed, radius, seconds, at } = useStudio(({ loop }) => loop.circle)
  const time = at * seconds
  return (
    <>
      <ScrubRow
        label="Time"
        value={time}
        min={0}
        max={seconds}
        step={0.01}
        unit={`of ${Number(seconds.toFixed(1))} s`}
        valueText={`${time.toFixed(1)} of ${seconds.toFixed(1)} seconds`}
        onChange={(wanted) => change({ at: Math.min(1, wanted / seconds) })}
      />
      <SeedRow label="Seed" value={seed} onChange={(wanted) => change({ seed: wanted })} />
      <SliderRow
        label="Radius"
        value={radius}
        min={RADIUS.min}
        max={RADIUS.max}
        step={0.01}
        initial={FIRST.radius}
        valueText={`${radius} quarter turns`}
        help="In quarter turns from the sample. A small circle changes little; at 1 nothing is left of the sample."
        onChange={(wanted) => change({ radius: wanted })}
      />
      <SliderRow
        label="Seconds"
        value={seconds}
        min={SECONDS.min}
        max={SECONDS.max}
        step={0.1}
        unit="s"
        initial={FIRST.seconds}
        onChange={(wanted) => change({ seconds: wanted })}
      />
    </>
  )
}
