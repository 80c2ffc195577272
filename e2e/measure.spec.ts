// “Measure this machine”: progress until it is cancelled, and the copied report.
import { button, expect, open, seriousFlaws, TINY, test } from './page.ts'

test('partial figures are shown, stay after Cancel, and the copied text names the adapter', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, TINY)
  await expect(page.getByTestId('device')).not.toContainText('Looking')
  await button(page, 'Measure this machine').click()
  const dialog = page.getByRole('dialog', { name: 'Measure this machine' })
  await expect(dialog).toContainText('nothing is sent')
  await button(page, 'Start').click()
  await expect(dialog.getByRole('progressbar')).toBeVisible()
  await expect(dialog.getByTestId('measure-report')).toContainText('Best matrix product')
  expect(await seriousFlaws(page)).toEqual([])

  await button(page, 'Cancel').click()
  await expect(button(page, 'Measure again')).toBeFocused()
  await expect(dialog).toContainText('Cancelled before this was measured.')
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes('report-worker')).length).toBe(0)
  await button(page, 'Copy as text').click()
  await expect(button(page, 'Copied')).toBeVisible()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  const name = await dialog.getByRole('row', { name: /^Name/ }).getByRole('cell').textContent()
  expect(text).toContain('Graphics adapter')
  expect(text).toMatch(new RegExp(`Name +${name}`))

  await button(page, 'Close').click()
  await button(page, 'Measure this machine').click()
  await expect(button(page, 'Start')).toBeVisible() // incomplete reports are discarded
  await expect(dialog.getByTestId('measure-report')).toBeHidden()
})
