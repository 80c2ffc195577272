import { expect, test } from 'vitest'
import type { Missing, PartName } from '../../spec/machine-report.ts'
import { type Part, runParts } from './parts.ts'
import { BUDGETS } from './plan.ts'

/** A report on a clock that its parts advance. */
function course(seconds: number) {
  let ms = 0
  let stop: (reason: string) => void = () => undefined
  const ran: PartName[] = []
  const missing: Missing[] = []
  const shares: number[] = []
  const left: number[] = []
  const over = new Promise<string>((resolve) => {
    stop = resolve
  })
  const part = (name: PartName, takes: number, extra: Partial<Part> = {}): Part => ({
    name,
    run: async (box) => {
      ran.push(name)
      left.push(box.left())
      ms += 1000 * takes
    },
    ...extra,
  })
  const run = (parts: Iterable<Part>) =>
    runParts(parts, {
      now: () => ms,
      seconds,
      over,
      note: (one) => missing.push(one),
      progress: (_, share) => shares.push(share),
      onPart: () => undefined,
    })
  return { part, run, ran, missing, shares, left, stop: (reason: string) => stop(reason) }
}

test('all parts run in their order, each with the time it may take, and the share only grows', async () => {
  const { part, run, ran, missing, shares, left } = course(240)
  expect(await run([part('adapter', 1), part('peak', 5), part('small', 20)])).toBe(true)
  expect(ran).toEqual(['adapter', 'peak', 'small'])
  expect(left).toEqual(['adapter', 'peak', 'small'].map((name) => 1000 * BUDGETS[name as PartName].max))
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(missing).toEqual([])
})

test('a part gets no more than the time that is left, less a margin to end by itself', async () => {
  const { part, run, left } = course(60)
  await run([part('adapter', 50), part('small', 1)])
  expect(left[1]).toBe(8000)
})

test('a part without time for it is listed, and later parts that are short enough still run', async () => {
  const { part, run, ran, missing } = course(60)
  expect(await run([part('adapter', 58.5), part('small', 20), part('peak', 1)])).toBe(true)
  expect(ran).toEqual(['adapter', 'peak'])
  expect(missing).toEqual([{ part: 'small', what: 'Training step, small networks', reason: 'There was no time left for it.' }])
})

test('a part that fails is listed with its message, and the others go on', async () => {
  const { part, run, ran, missing } = course(240)
  await run([part('adapter', 1), part('peak', 1, { run: () => Promise.reject(new Error('out of memory')) }), part('imports', 1)])
  expect(ran).toEqual(['adapter', 'imports'])
  expect(missing).toEqual([{ part: 'peak', what: 'Peak speed', reason: 'out of memory' }])
})

test('a part that cannot be measured is listed with the reason when its turn comes', async () => {
  let lost: string | null = null
  const { part, run, ran, missing } = course(240)
  const peak = part('peak', 1, {
    run: async () => {
      lost = 'The graphics device was lost.'
    },
  })
  await run([peak, part('small', 1, { blocked: () => lost }), part('imports', 1)])
  expect(ran).toEqual(['imports'])
  expect(missing.map(({ part: name, reason }) => [name, reason])).toEqual([['small', 'The graphics device was lost.']])
})

test('stopped in the middle of a part that never ends, it ends at once and lists all parts that follow', async () => {
  const { part, run, ran, missing, stop } = course(240)
  const hanging = part('peak', 1, { run: () => new Promise(() => undefined) })
  const done = run([part('adapter', 1), hanging, part('small', 1), part('imports', 1)])
  stop('It was stopped before that.')
  expect(await done).toBe(false)
  expect(ran).toEqual(['adapter'])
  expect(missing.map(({ part: name }) => name)).toEqual(['peak', 'small', 'imports'])
  expect(new Set(missing.map(({ reason }) => reason))).toEqual(new Set(['It was stopped before that.']))
})
