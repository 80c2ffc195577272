// A part of the mutations of the soak bench: as many as take a few seconds.
import { expect, test } from 'vitest'
import { tryMutations } from './mutations.ts'

test('500 seeded mutations of checkpoints and project files: each opens as it was or is refused with a sentence', async () => {
  const { counts, wrong } = await tryMutations(500, () => 0)
  expect(wrong).toEqual([])
  expect(counts.reduce((sum, { tried }) => sum + tried, 0)).toBe(500)
  for (const { subject, kind, tried, refused } of counts) expect(refused, `${subject}, ${kind}, of ${tried}`).toBeGreaterThan(0)
})
