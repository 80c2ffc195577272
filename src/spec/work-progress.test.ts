// Shares and times left, on a clock of the test’s own.
import { expect, test } from 'vitest'
import { type Costs, WorkProgress } from './work-progress.ts'

const PARTS = [
  { name: 'real', size: 100, guess: 0.01, onDevice: true },
  { name: 'samples', size: 50, guess: 0.01, onDevice: true },
  { name: 'numbers', size: 1, guess: 5, onDevice: false },
] as const
type Name = (typeof PARTS)[number]['name']

/** Work on a clock that the test sets. */
function begin(costs: Costs<Name> = new Map(), parts: readonly (typeof PARTS)[number][] = PARTS) {
  let time = 0
  const work = new WorkProgress<Name>(parts, costs, () => time)
  const at = (seconds: number, name: Name, share: number) => {
    time = seconds
    return work.update(name, share)
  }
  return { work, at, costs }
}

test('the share never falls and comes to 1, over all parts', () => {
  const { at } = begin()
  const shares = [
    at(0, 'real', 0),
    at(30, 'real', 0.5), // far slower than guessed, so that the last part matters less
    at(60, 'real', 1),
    at(60, 'samples', 0),
    at(75, 'samples', 0.5),
    at(90, 'samples', 1),
    at(90, 'numbers', 0),
    at(91, 'numbers', 0.9), // far quicker than guessed
    at(92, 'numbers', 1),
  ]
  expect(shares).toEqual([...shares].sort((one, other) => one - other))
  expect(shares.at(-1)).toBe(1)
})

test('a part that is far slower than estimated slows the share down, but never lowers it', () => {
  const { work, at } = begin()
  at(0, 'real', 0)
  at(1, 'real', 0.5)
  at(2, 'real', 1)
  at(2, 'samples', 0)
  const early = at(3, 'samples', 0.1)
  expect(at(100, 'samples', 0.2)).toBe(early)
  expect(work.secondsLeft('numbers')).toBeGreaterThan(300)
})

test('where the work turns out to be smaller, less time is expected', () => {
  const { work, at } = begin()
  at(0, 'real', 0)
  at(1, 'real', 0.2)
  at(2, 'real', 0.4) // 5 s for all 100
  expect(work.secondsLeft()).toBeCloseTo(3 + 2.5 + 5)
  work.resize(1)
  expect(work.secondsLeft()).toBeCloseTo(3 + 5 + 5) // of samples there is one as well, and as slow as one real image then is
})

test('the time left is that of all parts, at the pace of this device', () => {
  const { work, at } = begin()
  at(0, 'real', 0)
  expect(work.secondsLeft()).toBeNull()
  at(20, 'real', 0.2) // with this the programs were compiled
  expect(work.secondsLeft()).toBeNull()
  at(30, 'real', 0.4) // 50 s for all 100 images, so 25 s for the samples
  expect(work.secondsLeft()).toBeCloseTo(30 + 25 + 5)
  expect(work.secondsLeft('numbers')).toBeCloseTo(30 + 25)
})

test('measured costs are used from the beginning of the next work of the kind, also as weights', () => {
  const first = begin()
  first.at(0, 'real', 0)
  first.at(10, 'real', 0.5)
  first.at(20, 'real', 1)
  first.at(20, 'samples', 0)
  first.at(25, 'samples', 0.5)
  first.at(30, 'samples', 1)
  first.at(30, 'numbers', 0)
  first.at(70, 'numbers', 1)
  const again = begin(
    first.costs,
    PARTS.filter(({ name }) => name !== 'real'), // they are remembered
  )
  again.at(0, 'samples', 0)
  expect(again.work.secondsLeft()).toBeCloseTo(10 + 40)
  expect(again.at(5, 'samples', 0.5)).toBeCloseTo(5 / 50)
})

test('a part without anything to do takes no time and no share', () => {
  const { work, at } = begin(new Map(), [{ name: 'real', size: 0, guess: 1, onDevice: true } as never, PARTS[1]])
  at(0, 'real', 0)
  at(1, 'real', 1) // it may be reported all the same
  at(1, 'samples', 0)
  expect(work.secondsLeft()).toBeNull() // nothing was timed yet
  expect(at(10, 'samples', 1)).toBe(1)
})
