// The step in slow motion that comes with the page, for who has no run yet.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { sumOfTerms } from '../spec/slow-step.ts'
import { readSlowStep } from '../spec/slow-step-file.ts'

test('the recorded step of the example is small and whole', async () => {
  const text = await readFile('public/example/slow-step.json', 'utf8')
  expect(text.length).toBeLessThan(150_000)
  const { images, slow } = readSlowStep(text)
  expect(images).toContain('Fashion')
  expect([slow.real, slow.fake, slow.generator.fake].map((shown) => shown.pictures.count)).toEqual([8, 8, 8])
  expect(slow.rotated?.turns).toEqual([0, 1, 2, 3, 0, 1, 2, 3])
  expect(slow.before.rotation).toHaveLength(8)
  for (const { losses } of [slow]) for (const terms of Object.values(losses)) expect(Number.isFinite(sumOfTerms(terms))).toBe(true)
})
