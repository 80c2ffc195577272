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
  expect(slow.rotated?.turns).toEqual([0, 1, 2, 3, 0, 1, 2, 3])
  const { real, fake, noise, rotated, generator, before, after } = slow
  const all = [real.pictures, fake.pictures, noise, rotated?.pictures, generator.fake.pictures, generator.gradient, generator.after]
  for (const pictures of all) {
    expect(pictures?.count).toBe(8)
    expect(pictures?.pixels.length).toBe(8 * 4 * (pictures?.size as number) ** 2)
    expect(new Set(pictures?.pixels).size).toBeGreaterThan(10)
  }
  for (const answers of [before.real, before.fake, after.real, after.fake, generator.logits, generator.logitsAfter]) {
    expect(answers).toHaveLength(8)
    expect(answers.every(Number.isFinite)).toBe(true)
  }
  for (const { rotation } of [before, after])
    expect(rotation.map((guess) => guess.reduce((sum, p) => sum + p))).toEqual(Array(8).fill(expect.closeTo(1, 3)))
  for (const terms of Object.values(slow.losses)) expect(sumOfTerms(terms)).not.toBe(0)
})
