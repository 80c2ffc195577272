// The timeline of a run: its kept steps are looked at with the keyboard, gone back to, and branched from.
import type { Page } from '@playwright/test'
import { button, expect, flaws, open, reachStep, stepOf, TINY, test } from './page.ts'

const slider = (page: Page) => page.getByLabel('Kept steps of the run')
const wallStep = async (page: Page) => Number(await page.getByTestId('sample-wall').getAttribute('data-step'))

/** Trains on for a few steps and pauses, which keeps a snapshot. @returns the step */
async function trainAndPause(page: Page, start: string): Promise<number> {
  const before = await stepOf(page)
  await button(page, start).click()
  await reachStep(page, before + 2)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  return stepOf(page)
}

/** Folders of kept runs in the file system of the page. */
function keptRuns(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const runs = await (await navigator.storage.getDirectory()).getDirectoryHandle('runs')
    let count = 0
    for await (const _ of runs.keys()) count++
    return count
  })
}

test('kept steps are looked at by keyboard, gone back to after a question, and branched from', async ({ page }) => {
  await open(page, `${TINY}&steps=1000`)
  await trainAndPause(page, 'Train')
  const second = await trainAndPause(page, 'Resume')
  const third = await trainAndPause(page, 'Resume')
  const notch = (step: number) => new RegExp(`^step ${step}, kept \\d\\d:\\d\\d$`)

  await expect(slider(page)).toHaveAttribute('aria-valuetext', `last step, step ${third}`)
  await slider(page).press('ArrowLeft')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', notch(second))
  await expect.poll(() => wallStep(page)).toBe(second)
  await expect(page.getByTestId('earlier-step')).toContainText(`Step ${second} of 1,000`)
  await expect(page.getByTestId('rotation-panel')).toContainText(`step ${second}`)
  await expect(button(page, 'More seeds')).toHaveAttribute('aria-disabled', 'true')
  expect(await flaws(page)).toEqual([])
  await slider(page).press('End')
  await expect.poll(() => wallStep(page)).toBe(third)
  await expect(page.getByTestId('earlier-step')).toHaveCount(0)

  await slider(page).press('ArrowLeft')
  await button(page, 'Branch from here').click()
  await expect.poll(() => stepOf(page)).toBeGreaterThan(second) // it trains on from there
  await expect.poll(() => keptRuns(page)).toBe(2)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()

  await slider(page).press('Home')
  await expect.poll(() => wallStep(page)).toBe(second) // where it began
  await button(page, 'Go back to this step').click()
  await expect(page.getByRole('alertdialog')).toContainText(`Go back to step ${second}?`)
  await button(page, 'Go back').click()
  await expect.poll(() => stepOf(page)).toBe(second)
  await expect(page.getByTestId('earlier-step')).toHaveCount(0)
})
