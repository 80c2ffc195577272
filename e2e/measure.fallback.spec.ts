// “Measure this machine” in a browser without WebGPU: it measures what is possible, keeps no files, and gives the reason for the rest.
import { button, expect, open, TINY, test } from './page.ts'

test('without WebGPU the import is measured, and the report says why nothing else is', async ({ page }) => {
  await open(page, TINY)
  await button(page, 'Measure this machine').click()
  await button(page, 'Start').click()
  const report = page.getByTestId('measure-report')
  await expect(button(page, 'Measure again')).toBeVisible()
  await expect(report).toContainText('Reading images')
  await expect(report.getByRole('row', { name: 'Graphics adapter', exact: false })).toContainText('WebGPU')
  await expect(report.getByRole('row', { name: /Peak speed/ })).toContainText('It needs WebGPU')
  await page.reload()
  await expect(page.getByTestId('dataset')).toBeVisible()
  await expect(page.getByTestId('device')).not.toContainText('Looking')
  await expect(page.getByTestId('kept-set')).toHaveCount(0)
})
