// A run that was left and continued on a fresh page ends with the same networks, bit for bit, as one that never stopped.
import type { Page } from '@playwright/test'
import { button, expect, open, reachStep, saveCheckpoint, TINY, test } from './page.ts'

/** With everything that may be part of its state beside the networks: classes, too, of which training is told a few. */
const RUN = `${TINY}&steps=300&seed=3&flip=true&augmentColor=0.5&augmentTranslation=0.125&augmentCutout=0.5&conditioning=co-trained&labelShare=0.05`

/** The tensors of the finished run: names, shapes and places, and all bytes. */
async function finalTensors(page: Page): Promise<{ names: string; bytes: Buffer }> {
  await expect(page.getByTestId('run-figures')).toContainText('Finished')
  const { bytes: file } = await saveCheckpoint(page)
  const start = 8 + Number(file.readBigUInt64LE(0))
  const { __metadata__: _, ...entries } = JSON.parse(file.subarray(8, start).toString())
  return { names: JSON.stringify(entries), bytes: file.subarray(start) }
}

test('a run that is left in the middle and continued on a fresh page ends with the networks of one that never stopped', async ({
  page,
}) => {
  await open(page, RUN)
  await button(page, 'Train').click()
  const straight = await finalTensors(page)
  expect(straight.bytes.length).toBeGreaterThan(10_000)
  await button(page, 'Reset').click()

  await button(page, 'New run').click()
  await reachStep(page, 20)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  await expect(page.getByTestId('kept')).toContainText(/step \d+/)
  await page.goto('about:blank')
  await open(page, TINY)
  await page
    .getByTestId('keep-card')
    .getByRole('button', { name: /^Continue/ })
    .click()
  const continued = await finalTensors(page)
  expect(continued.names).toBe(straight.names)
  expect(continued.bytes.equals(straight.bytes)).toBe(true)
})
