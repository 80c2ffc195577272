// The code of a picture: read beside a sample and in its file, copied, and gone back to from a field, also after training has gone on.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { button, expect, flaws, open, reachStep, stepOf, TINY, test } from './page.ts'

const code = (page: Page) => page.getByTestId('picture-code')
const wallStep = async (page: Page) => Number(await page.getByTestId('sample-wall').getAttribute('data-step'))

async function goTo(page: Page, text: string): Promise<void> {
  await button(page, 'Go to a code').click()
  await page.getByLabel('Code, or a link with one').fill(text)
  await page.keyboard.press('Enter')
}

test('the code of a sample is in its file, and leads back to it once training has gone on', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, `${TINY}&steps=1000`)
  await button(page, 'Train').click()
  await reachStep(page, 2)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  const step = await stepOf(page)
  await expect.poll(() => wallStep(page)).toBe(step)

  await page.getByRole('button', { name: 'Sample, seed 7', exact: true }).click()
  await expect(code(page)).toHaveText(new RegExp(`^[0-9a-f]{6}-${step}-7$`))
  const [run] = ((await code(page).textContent()) ?? '').split('-')
  await button(page, 'Copy code').click()
  await expect(button(page, 'Copied')).toBeVisible()
  const saved = page.waitForEvent('download')
  await button(page, 'Save PNG of this sample').click()
  await page.getByRole('menuitem', { name: /× 1 / }).click()
  expect(await readFile(await (await saved).path(), 'latin1')).toContain(`"code":"${run}-${step}-7"`)
  await page.keyboard.press('Escape')

  await goTo(page, 'abc123-1-7')
  await expect(page.getByRole('status').filter({ hasText: 'the run abc123' })).toBeVisible()
  expect(await flaws(page)).toEqual([])
  await page.getByLabel('Code, or a link with one').fill(`${run}-${step}-100`)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('enlarged-sample')).toContainText('Sample of seed 100')
  await expect(code(page)).toHaveText(`${run}-${step}-100`)
  await page.keyboard.press('Escape')

  await goTo(page, `${run}-${step}-3-to9-at0.25`)
  const position = page.getByRole('slider', { name: 'Position between A and B' })
  await expect(position).toBeFocused()
  await expect(position).toBeInViewport()
  await expect(code(page)).toHaveText(`${run}-${step}-3-to9-at0.25`)

  await button(page, 'Resume').click()
  await reachStep(page, step + 2)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  await goTo(page, `${run}-${step}-7`)
  await button(page, `Show step ${step}`).click()
  await expect(page.getByTestId('enlarged-sample')).toContainText(`Drawn at step ${step}.`)
  await expect(code(page).last()).toHaveText(`${run}-${step}-7`)
})
