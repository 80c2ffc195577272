import { expect, test } from 'vitest'
import type { RunEvent } from '../../spec/runs.ts'
import { thinSteps } from './thin-steps.ts'

const report = { imagesSeen: 0, statistics: {}, stepsPerSecond: 1, elapsedSeconds: 0 }
const steps = (count: number): RunEvent[] =>
  Array.from({ length: count }, (_, i) => ({ event: 'step', step: i + 1, report: { ...report, step: i + 1 } }))

test('of a long history as many steps are left as a chart can show, evenly spread up to the last, and all else', () => {
  const paused: RunEvent = { event: 'paused', step: 3 }
  const events = [...steps(3), paused, ...steps(1003).slice(3)]
  const thinned = thinSteps(events, 100)
  const kept = thinned.flatMap(({ event, step }) => (event === 'step' ? [step] : []))
  expect(kept).toHaveLength(100)
  expect(kept.at(-1)).toBe(1003)
  const gaps = kept.slice(1).map((step, i) => step - (kept[i] as number))
  expect([Math.min(...gaps), Math.max(...gaps)]).toEqual([10, 11])
  expect(thinned).toContain(paused)
  expect(thinSteps(events, 1003)).toBe(events)
})
