// The page itself: readable by everyone in both themes, at every width; links that are wrong; a trainer that is lost.
import { button, expect, flaws, open, reachStep, seriousFlaws, TINY, test } from './page.ts'

test.describe('without training', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing serious in the ${colorScheme} theme, before and during a run`, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await open(page, `${TINY}&steps=1000`)
      expect(await seriousFlaws(page)).toEqual([])
      await button(page, 'Train').click()
      await reachStep(page, 1)
      expect(await seriousFlaws(page)).toEqual([])
    })
  }

  for (const width of [360, 768, 1440, 2560]) {
    test(`nothing overflows at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 })
      await open(page, TINY)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(overflow).toBe(0)
      await expect(button(page, 'Train')).toBeInViewport()
    })
  }

  test('on a narrow page the links lead to the parts, and no title lies under the bar', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, TINY)
    const bar = page.getByRole('banner')
    for (const [link, title] of [
      ['Data', 'Data'],
      ['Settings', 'Settings'],
      ['Pictures', 'Samples'],
      ['Charts', 'Charts'],
    ] as const) {
      await button(page, link).click()
      const heading = page.getByRole('heading', { level: 2, name: title, exact: true })
      await expect(heading).toBeInViewport()
      expect((await heading.boundingBox())?.y).toBeGreaterThan((await bar.boundingBox())?.height ?? 0)
    }
  })

  for (const width of [390, 800]) {
    test(`at ${width} px the setup comes first until there is a run, and the pictures then`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 })
      await open(page, TINY)
      const parts = () => page.getByRole('heading', { level: 2 }).allTextContents()
      const links = () => page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('button').allTextContents()
      expect((await parts()).slice(0, 2)).toEqual(['Data', 'Settings'])
      expect((await links())[0]).toBe('Data')
      await expect(button(page, 'Choose a folder')).toBeInViewport()

      await page.getByRole('heading', { level: 2, name: 'Settings' }).scrollIntoViewIfNeeded()
      await button(page, 'Step').click()
      await expect.poll(async () => (await parts())[0]).toBe('Samples')
      expect((await links())[0]).toBe('Pictures')
      await expect(page.getByRole('heading', { level: 2, name: 'Samples' })).toBeInViewport()
    })
  }

  test('what says that files may be dropped is a landmark of its own', async ({ page }) => {
    await open(page, TINY)
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['any'], 'a.png'))
      document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }))
    })
    await expect(page.getByRole('region', { name: 'Drop to train on these' })).toContainText('They never leave this tab.')
    expect(await flaws(page)).toEqual([])
  })

  test('a wrong link is explained and the page works with defaults', async ({ page }) => {
    await open(page, 'preset=nonsense&batch=9999&size=17&frobnicate=1&seed=%E0%A4%A')
    const notices = page.getByRole('region').filter({ hasText: 'nonsense' })
    await expect(notices.first()).toBeVisible()
    for (const text of ['nonsense', '9999', '17', 'frobnicate']) await expect(page.getByText(text, { exact: false }).first()).toBeVisible()
    await expect(button(page, 'Train')).toBeEnabled()
  })

  test('the link carries the whole configuration', async ({ page }) => {
    await open(page, `${TINY}&seed=77&data=discs`)
    await expect(page).toHaveURL(/seed=77/)
    await page.getByLabel('Seed', { exact: true }).first().fill('78')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/data=discs.*seed=78.*augmentCutout=0/)
  })
})

test('a lost Worker is told and a restart trains again', async ({ page }) => {
  await page.addInitScript(() => {
    const workers: Worker[] = []
    Object.assign(window, { workers })
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        workers.push(this)
      }
    }
  })
  await open(page, `${TINY}&steps=1000`)
  await button(page, 'Train').click()
  await reachStep(page, 1)
  await page.evaluate(() =>
    (window as unknown as { workers: Worker[] }).workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'lost' })),
  )
  await expect(page.getByTestId('failure')).toHaveAttribute('data-reason', 'worker-lost')
  await button(page, 'Save PNG of the wall').click()
  const saved = page.waitForEvent('download') // what it has drawn is not lost with it
  await page.getByRole('menuitem', { name: /Smooth/ }).click()
  expect((await saved).suggestedFilename()).toMatch(/^shapes-step-00000\d-wall-smooth\.png$/)
  await expect(button(page, 'More seeds')).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: /restart/i }).click()
  await expect(page.getByTestId('failure')).toBeHidden()
  await button(page, 'Train').click()
  await reachStep(page, 1)
})
