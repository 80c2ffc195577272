// One step in slow motion: the recorded one of a first visit, and a real one of a run, gone through by keys.
import { button, expect, flaws, reachStep, test } from './page.ts'

test('a first visit looks at the recorded step of the example', async ({ page }) => {
  await page.goto('./')
  await expect(page.getByTestId('example')).toBeVisible()
  await button(page, 'One step in slow motion').first().click()
  const dialog = page.getByTestId('slow-step')
  await expect(dialog).toContainText('a step from the example’s last state')
  await expect(dialog.getByRole('listitem').filter({ hasText: /^real image \d/ })).toHaveCount(8)
  await expect(button(page, 'Make a step of your run')).toHaveAttribute(
    'title',
    'The finished example can only be looked at: train your own first.',
  )
})

/** Between them they have every kind of part. */
const CHECKED: ReadonlySet<string> = new Set(['rotation', 'losses', 'discriminator'])

test('a step of a run is gone through by keys: eight stages, each with its sentence, and the next step follows', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('./#preset=smoke&width=4&batch=16&latent=8&data=digits&size=16')
  await expect(page.getByTestId('dataset')).toContainText('Digits')
  await button(page, 'Train').click()
  await reachStep(page, 1)
  await page.keyboard.press('m') // the run pauses after that step
  const dialog = page.getByTestId('slow-step')
  const stage = dialog.locator('[data-stage]')
  const sentences = [
    ['real', /real images, drawn at random from Digits; (these are 8 of them|here they are)/],
    ['turns', /turned by 90, 180 and 270 degrees/],
    ['noise', /8 lists of random numbers/],
    ['verdict', /takes \d of these 8 real images for real, and sees through \d of the 8 fakes/],
    ['rotation', /D is right about \d of \d; by guessing/],
    ['losses', /its loss: −?[\d.]+ for D and −?[\d.]+ for G/],
    ['discriminator', /now it is right about \d real images \(before \d\), \d fakes \(before \d\) and \d turns/],
    ['generator', /D finds \d of these 8 fakes more real than before/],
  ] as const
  for (const [id, sentence] of sentences) {
    await expect(stage).toHaveAttribute('data-stage', id)
    await expect(page.getByTestId('stage-sentence')).toContainText(sentence)
    for (const colorScheme of CHECKED.has(id) ? (['light', 'dark'] as const) : []) {
      await page.emulateMedia({ colorScheme })
      expect(await flaws(page), `${id}, ${colorScheme}`).toEqual([])
    }
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Home')
  await expect(stage).toHaveAttribute('data-stage', 'real')
  await dialog.getByText('The whole step in words').click()
  await expect(dialog.getByRole('listitem').filter({ hasText: /^The losses\./ })).toBeVisible()
  const step = Number(/step (\d+)/.exec((await dialog.textContent()) ?? '')?.[1])
  await button(page, 'Make another step').click()
  await expect(dialog).toContainText(`this is step ${step + 1} of your run on Digits`)
  await button(page, 'Close').click()
  await expect(button(page, 'Resume')).toBeVisible()
})
