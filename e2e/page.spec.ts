// The page itself: accessible at every width; invalid links.
import type { Page } from '@playwright/test'
import { button, expect, flaws, open, TINY, test } from './page.ts'

/** Elements that overflow horizontally: the page, or one of its scrolling columns. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('header, main, main > *')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, className, scrollWidth, clientWidth }) => `${tagName} ${className}: ${scrollWidth} > ${clientWidth}`),
  )
}

test.describe('without training', () => {
  test('at every width and text size nothing is missing or overflows, and larger text gets fewer columns', async ({ page }) => {
    await open(page, TINY)
    for (const [width, text, columns] of [
      [360, 16, 1],
      [768, 16, 2],
      [1440, 16, 3],
      [2560, 16, 4],
      [1440, 32, 2],
      [720, 32, 1],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = `${size}px`
      }, text)
      await expect(page.locator('html')).toHaveAttribute('data-columns', String(columns))
      const at = `${width} px, text of ${text} px`
      expect(await overflowing(page), at).toEqual([])
      await expect(button(page, 'Train'), at).toBeInViewport()
      for (const title of ['Data', 'Samples', 'Which way is up?', 'Charts']) {
        const panel = page.getByRole('region', { name: title, exact: true })
        expect((await panel.boundingBox())?.width, `${title}, ${at}`).toBeGreaterThan(280)
      }
      if (columns >= 3) await expect(page.getByTestId('rotation-panel'), at).toBeInViewport({ ratio: 0.9 })
    }
  })

  test('the page explains itself, and skip links lead past the controls', async ({ page }) => {
    await open(page, TINY)
    await page.keyboard.press('Tab')
    await expect(button(page, 'Skip to samples')).toBeFocused()
    await expect(button(page, 'Skip to samples')).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Samples', exact: true })).toBeFocused()
    await button(page, 'Skip to charts').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await expect(button(page, 'Save the charts')).toBeFocused()

    const intro = page.getByRole('region', { name: 'What this page does' })
    await expect(intro).toContainText('Nothing leaves this tab.')
    await page.getByLabel('Lerp', { exact: true }).check()
    await expect(page.getByText('Lerp goes straight')).toBeVisible()

    const about = intro.getByRole('button', { name: 'About Quarterturn' })
    await about.click()
    const dialog = page.getByRole('dialog', { name: 'About Quarterturn' })
    await expect(dialog.getByRole('link', { name: 'Self-Supervised GANs via Auxiliary Rotation Loss' })).toHaveAttribute(
      'href',
      'https://arxiv.org/abs/1811.11212',
    )
    await expect(dialog).toContainText(/Version \d+\.\d+\.\d+/)
    expect(await flaws(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(about).toBeFocused()
  })

  test('a button, its shortcut and the list of shortcuts agree', async ({ page }) => {
    await open(page, TINY)
    const keys = new Map<string, string | null>()
    for (const name of ['Train', 'Step', 'Keyboard shortcuts']) keys.set(name, await button(page, name).getAttribute('aria-keyshortcuts'))
    expect([...keys.values()]).toEqual(['Space', '.', '?'])
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const key of keys.values()) await expect(list.getByText(key ?? '', { exact: true })).toBeVisible()
    await page.keyboard.press('.') // shortcuts do nothing while a dialog is open
    await page.keyboard.press('Escape')
    await expect(button(page, 'Train')).toBeVisible()
    await page.locator('body').press('.')
    await expect(button(page, 'Resume')).toBeVisible()
    await page.locator('body').press(' ')
    await expect(button(page, 'Pause')).toBeVisible()
    await expect(button(page, 'Step')).toHaveAttribute('title', 'Pause first.')
  })

  test('on a narrow page the section links work, and no title is hidden under the bar', async ({ page }) => {
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

  test('on a narrow page the setup comes first until there is a run, then the pictures', async ({ page }) => {
    const parts = () => page.getByRole('heading', { level: 2 }).allTextContents()
    const links = () => page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('button').allTextContents()
    const narrow = (width: number) => page.setViewportSize({ width, height: 844 })
    await narrow(800)
    await open(page, TINY)
    for (const width of [800, 390]) {
      await narrow(width)
      expect((await parts()).slice(0, 2)).toEqual(['Data', 'Settings'])
      expect((await links())[0]).toBe('Data')
      await expect(button(page, 'Choose a folder')).toBeInViewport()
    }

    await page.getByRole('heading', { level: 2, name: 'Settings' }).scrollIntoViewIfNeeded()
    await button(page, 'Step').click()
    await expect.poll(async () => (await parts())[0]).toBe('Samples')
    await expect(page.getByRole('heading', { level: 2, name: 'Samples' })).toBeInViewport()
    for (const width of [390, 800]) {
      await narrow(width)
      expect((await parts())[0]).toBe('Samples')
      expect((await links())[0]).toBe('Pictures')
    }
  })

  test('the drop overlay is a landmark', async ({ page }) => {
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
    const notice = page.getByTestId('notice-link')
    const height = async () => (await notice.boundingBox())?.height ?? 0
    expect(await height()).toBeLessThan(40) // one line until it is unfolded
    await notice.getByRole('button', { name: 'More' }).click()
    for (const text of ['nonsense', '9999', '17', 'frobnicate'])
      await expect(notice.getByText(text, { exact: false }).first()).toBeVisible()
    expect(await height()).toBeGreaterThan(80)
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
