// A trainer that is lost again and again: the page brings the run back by itself, then leaves it to the person; accessible in both themes.
import { button, expect, open, reachStep, seriousFlaws, TINY, test } from './page.ts'

test('a lost Worker is replaced and the run is back by itself; where that does not help, Restart goes on from what is kept, and axe finds nothing serious', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const trainers: Worker[] = []
    Object.assign(window, { trainers })
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        if (options?.name === 'trainer') trainers.push(this)
      }
    }
  })
  const expectNoFlaws = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }) // no colour transition in progress
      expect(await seriousFlaws(page), colorScheme).toEqual([])
    }
  }
  await open(page, `${TINY}&steps=3`)
  await expectNoFlaws()
  await button(page, 'Train').click()
  await reachStep(page, 3)
  await expectNoFlaws()
  await expect(page.getByTestId('kept')).toContainText('step 3')
  const failure = page.getByTestId('failure')
  const loseWorker = () =>
    page.evaluate(() =>
      (window as unknown as { trainers: Worker[] }).trainers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'lost' })),
    )
  for (let time = 1; time <= 3; time++) {
    await loseWorker()
    await expect(page.getByTestId('notice-recovered')).toContainText('The trainer stopped unexpectedly at step 3. The run is back there.')
    await expect(page.getByTestId('run-figures')).toContainText('Finished')
    await expect(failure).toBeHidden()
  }
  await loseWorker()
  await expect(failure).toHaveAttribute('data-reason', 'worker-lost')
  await expect(failure.locator('b')).toHaveText('The trainer stopped unexpectedly.')
  await expect(failure).toContainText('The run was at step 3. It is kept up to step 3.')
  await button(page, 'Save PNG of the wall').click()
  const saved = page.waitForEvent('download') // its samples can still be saved
  await page.getByRole('menuitem', { name: /Smooth/ }).click()
  expect((await saved).suggestedFilename()).toMatch(/^shapes-step-00000\d-wall-smooth\.png$/)
  await expect(button(page, 'More seeds')).toHaveAttribute('aria-disabled', 'true')
  await expectNoFlaws()
  await page.getByRole('button', { name: /restart/i }).click()
  await expect(failure).toBeHidden()
  await expect(page.getByTestId('run-figures')).toContainText('Finished')

  await expect(button(page, 'Train +300')).toBeVisible() // with the number of further steps

  // A link does not end a run, and notices about the run are removed with it. Nothing asks before a reset, since the run is kept.
  await page.evaluate(() => {
    location.hash = '#preset=smoke&seed=5'
  })
  await expect(page.getByTestId('notice-link-unfollowed')).toBeVisible()
  await button(page, 'Reset').click()
  await expect(page.getByTestId('notice-link-unfollowed')).toBeHidden()
  await expect(page.getByTestId('run-figures')).toContainText('Ready')
})
