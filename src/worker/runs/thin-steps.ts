// A long history for the page: a chart shows no more points than it has pixels.
import type { RunEvent } from '../../spec/runs.ts'

const MAX_STEP_ROWS = 2000

/** Of the reports of steps a limited number, evenly spread, the last one among them; of everything else all. */
export function thinSteps(events: readonly RunEvent[], maximum = MAX_STEP_ROWS): readonly RunEvent[] {
  const total = events.reduce((count, { event }) => count + (event === 'step' ? 1 : 0), 0)
  if (total <= maximum) return events
  let seen = 0
  return events.filter(({ event }) => {
    if (event !== 'step') return true
    const before = Math.floor((seen * maximum) / total)
    seen++
    return Math.floor((seen * maximum) / total) > before
  })
}
