// A run in two tabs: one trains it, the other watches, takes it over, and lets go of it by being closed.
import { button, expect, open, reachStep, stepOf, TINY, test } from './page.ts'

test('another tab watches the run that this one trains, takes it over where it stands, and leaves it when it is closed', async ({
  page,
  context,
}) => {
  await open(page, `${TINY}&steps=100000`)
  await button(page, 'Train').click()
  await expect(page.getByTestId('kept')).toContainText('Kept in this browser')
  await reachStep(page, 3)

  const other = await context.newPage()
  await other.goto('./')
  const card = other.getByTestId('keep-card')
  await expect(card).toContainText('is training in another tab')
  await card.getByRole('button', { name: /^Watch/ }).click()
  await expect(card).toContainText('You are watching')
  await reachStep(other, (await stepOf(page)) + 3)

  await card.getByRole('button', { name: /^Take over/ }).click()
  await expect(page.getByTestId('notice-taken-over')).toBeVisible()
  const taken = await stepOf(page)
  await expect(button(other, 'Pause')).toBeVisible()
  await reachStep(other, taken + 3)
  await expect(page.getByTestId('keep-card')).toContainText('You are watching')

  await other.close()
  await expect(page.getByTestId('keep-card').getByRole('heading')).toContainText(/^Continue “/)
})
