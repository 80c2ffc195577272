// A run is kept in the browser: after a reload it is offered with its step, and goes on from there.
import { button, expect, open, reachStep, stepOf, TINY, test } from './page.ts'

test('a run is offered after a reload at the step where it was paused, and goes on from there as the same run', async ({ page }) => {
  await open(page, `${TINY}&steps=100000`)
  await button(page, 'Train').click()
  await reachStep(page, 3)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  const step = await stepOf(page)
  await expect(page.getByTestId('kept')).toContainText(`step ${step}`)

  await page.reload()
  const card = page.getByTestId('keep-card')
  await expect(card.getByRole('heading')).toHaveText(`Continue “Shapes”, step ${step}?`)
  await card.getByRole('button', { name: 'Continue' }).click()
  await reachStep(page, step + 2)
  await button(page, 'Runs').click()
  await expect(page.getByTestId('kept-run')).toHaveCount(1)
})
