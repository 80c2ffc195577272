// Which snapshots stay, over many random runs.
import { expect, test } from 'vitest'
import { RandomStream } from '../spec/rng.ts'
import { bytesOf, thinned } from './thinning.ts'

const snapshot = (step: number, bytes = 10) => ({ file: `at ${step}`, step, bytes })

/** Snapshots at random steps of random sizes, limits, and perhaps a best one. */
function randomCase(seed: number) {
  const random = new RandomStream(seed, 'dataset')
  const steps = [random.below(5)]
  for (let more = random.below(40); more > 0; more--) steps.push((steps.at(-1) ?? 0) + 1 + random.below(200))
  const snapshots = steps.map((step) => snapshot(step, 1 + random.below(20)))
  const best = random.below(2) === 0 ? null : (snapshots[random.below(snapshots.length)]?.file ?? null)
  return { snapshots, best, limits: { bytes: random.below(300), count: 1 + random.below(20) } }
}

test('the first, the last and the best always stay; everything else goes before a limit is exceeded, and no more than has to', () => {
  for (let seed = 0; seed < 500; seed++) {
    const { snapshots, best, limits } = randomCase(seed)
    const kept = thinned(snapshots, limits, best === null ? [] : [best])
    const needed = new Set([snapshots[0]?.file, snapshots.at(-1)?.file, best].filter((file) => file !== null))
    expect(kept.filter(({ file }) => needed.has(file))).toHaveLength(needed.size)
    const fits = kept.length <= limits.count && bytesOf(kept) <= limits.bytes
    expect(fits || kept.length === needed.size).toBe(true)
    expect(kept).toEqual(snapshots.filter((one) => kept.includes(one))) // in their order
    const roomy = { bytes: bytesOf(kept), count: kept.length }
    expect(thinned(kept, roomy, best === null ? [] : [best])).toEqual(kept)
    const dropped = snapshots.length - kept.length
    if (dropped > 0) expect(bytesOf(snapshots) > limits.bytes || snapshots.length > limits.count).toBe(true)
  }
})

test('a run that is saved every hundred steps keeps about as many snapshots from each doubling of its steps', () => {
  let kept: ReturnType<typeof snapshot>[] = []
  for (let step = 100; step <= 102_400; step += 100) kept = thinned([...kept, snapshot(step)], { bytes: 1e9, count: 32 }, [])
  expect(kept).toHaveLength(32)
  const doublings = [800, 1600, 3200, 6400, 12_800, 25_600, 51_200].map(
    (from) => kept.filter(({ step }) => step > from && step <= 2 * from).length,
  )
  for (const count of doublings) {
    expect(count).toBeGreaterThanOrEqual(2)
    expect(count).toBeLessThanOrEqual(6)
  }
})
