// A photo becomes a point of the studio, and the tool “Time” runs pictures through the kept steps of a run.
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { button, expect, flaws, open, reachStep, stepOf, TINY, test } from './page.ts'

const PHOTO = fileURLToPath(new URL('pictures/run.png', import.meta.url))

/** Trains on for a few steps and pauses, which keeps a snapshot. @returns the step */
async function trainAndPause(page: Page, start: string): Promise<number> {
  const before = await stepOf(page)
  await button(page, start).click()
  await reachStep(page, before + 2)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  return stepOf(page)
}

/** As if a file of these bytes was let go over the field for photos. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([path, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([content as string], path as string))
      return data
    },
    [name, text],
  )
  await page.getByTestId('find-drop').dispatchEvent('dragenter', { dataTransfer: transfer })
  await expect(page.getByTestId('drop-overlay')).toHaveCount(0)
  await page.getByTestId('find-drop').dispatchEvent('drop', { dataTransfer: transfer })
}

test('a photo is found in the pictures of a run, used in the pad and starred, and its picture is compared over kept steps', async ({
  page,
}) => {
  await open(page, `${TINY}&steps=1000`)
  const first = await trainAndPause(page, 'Train')
  const second = await trainAndPause(page, 'Resume')
  await page.keyboard.press('s')

  await dropFile(page, 'notes.png', 'no picture')
  await expect(page.getByTestId('find-problem')).toContainText('“notes.png” cannot be used.')
  await page.getByTestId('find').locator('input[type=file]').setInputFiles(PHOTO)
  await expect(page.getByTestId('find-progress')).toBeVisible()
  await expect(page.getByTestId('find-problem')).toHaveCount(0)
  await page.getByTestId('find-progress').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByTestId('find-progress')).toHaveCount(0)

  await page.getByTestId('find').locator('input[type=file]').setInputFiles(PHOTO)
  await expect(page.getByRole('img', { name: 'The photo run.png, as the images of the run were prepared' })).toBeVisible()
  await expect(page.getByTestId('find-result')).toContainText(
    /Its pixels are \d.* % off, those of the best of 256 seeds \d.* %\. Step \d+\./,
  )
  await button(page, 'Use it').click()
  await expect(page.getByTestId('studio-picture')).toHaveAttribute('data-arrived', 'true')
  await expect(page.getByTestId('studio')).toContainText(new RegExp(`-${second}-0-z[a-z2-7]{13}`)) // the code of 8 dimensions
  await button(page, 'Star it').click()
  await expect(page.getByTestId('stars').getByRole('button', { name: 'Show run.png' })).toBeVisible()

  await page.getByRole('tab', { name: 'Time' }).click()
  const steps = page.getByRole('slider', { name: 'Step that draws' })
  await expect(steps).toHaveAttribute('aria-valuetext', `now, step ${second}`)
  await steps.press('ArrowLeft') // the very first step is kept, too
  await expect(steps).toHaveAttribute('aria-valuetext', `step ${first}`)
  await expect(page.getByTestId('studio-step')).toHaveText(`Drawn at step ${first}`)
  await button(page, 'Two steps side by side').click()
  await page.getByLabel('On the right').selectOption(`now, step ${second}`)
  const divider = page.getByRole('slider', { name: 'Divider between two steps' })
  await divider.press('ArrowRight')
  await expect(divider).toHaveAttribute('aria-valuetext', `left 51 % step ${first}, right now, step ${second}`)
  const canvases = page.getByTestId('wipe').locator('canvas')
  const drawn = () => canvases.evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()))
  await expect.poll(async () => new Set(await drawn()).size).toBe(2) // both steps, and they differ
  expect(await flaws(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await flaws(page)).toEqual([])
  await button(page, 'Play through the kept steps').click()
  await expect(steps).toHaveAttribute('aria-valuetext', `now, step ${second}`)
  await expect(button(page, 'Play through the kept steps')).toBeVisible() // it has ended
})
