// Kept sets and warnings on the page, with faked messages of the trainer.
import type { Page } from '@playwright/test'
import type { Command, TrainerEvent } from '../src/protocol.ts'
import { button, expect, open, seriousFlaws, TINY, test } from './page.ts'

interface FakedWindow {
  /** Commands that the page sent. */
  readonly sent: Command[]
}

const sentBy = (page: Page) => page.evaluate(() => (window as unknown as FakedWindow).sent)

/** Adds the fake data to every message of the trainer. */
async function completeMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sent: Command[] = []
    Object.assign(window, { sent })
    const picture = { count: 1, size: 16, pixels: new Uint8ClampedArray(4 * 16 * 16).fill(90) }
    const preparation = {
      size: 16,
      framing: 'smart',
      cropFraction: 1,
      trimBars: false,
      background: 'white',
      blackLevel: 0,
      whiteLevel: 255,
    }
    const about = { picture, size: 16, channels: 3, preparation }
    const moths = { ...about, key: 'moths-16', name: 'moths', count: 1234, bytes: 948_000, savedAt: Date.UTC(2026, 5, 9, 12) }
    const holidays = { ...about, key: 'hol-16', name: 'holidays', count: 1, bytes: 768, savedAt: Date.UTC(2026, 5, 8, 12) }
    const kept = {
      sets: [moths, holidays],
      storage: { used: 25_000_000, granted: 10_000_000_000 },
      problem: 'The disk is full: delete a set.',
    }
    const bars = { kind: 'bars', title: 'Many pictures have bars.', evidence: '41 % of them.', pictures: picture }
    const remedy = { label: 'Trim the bars', changes: { trimBars: true, flip: true } }
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        this.addEventListener('message', ({ data }: MessageEvent<TrainerEvent>) => {
          if (data.type === 'kept-sets') Object.assign(data, { kept })
          if (data.type === 'dataset') Object.assign(data.summary, { warnings: [{ ...bars, remedy }] })
        })
      }
      override postMessage(command: Command, options: object = {}) {
        sent.push(command)
        super.postMessage(command, options)
      }
    }
  })
}

test('kept sets are listed, opened, and deleted after confirmation', async ({ page }) => {
  await completeMessages(page)
  await open(page, TINY)
  const moths = page.getByTestId('kept-set').filter({ hasText: 'moths' })
  await expect(moths).toContainText('1,234 images, 16 × 16 px, colour')
  await expect(moths).toContainText('smart framing')
  await expect(moths).toContainText('948 KB')
  await expect(page.getByTestId('storage')).toHaveAttribute('value', '25000000')
  await expect(page.getByText('25 MB of 10 GB used').last()).toBeVisible()
  await expect(page.getByTestId('keep-problem')).toHaveText('The disk is full: delete a set.')
  expect(await seriousFlaws(page)).toEqual([])

  await button(page, 'Delete moths').click()
  await expect(page.getByRole('alertdialog')).toContainText('The photos on your disk stay.')
  await button(page, 'Keep it').click()
  expect((await sentBy(page)).map(({ type }) => type)).not.toContain('delete-kept')
  await button(page, 'Delete moths').click()
  await button(page, 'Delete the set').click()
  expect((await sentBy(page)).at(-1)).toEqual({ type: 'delete-kept', key: 'moths-16' })

  await button(page, 'Open holidays').click()
  expect((await sentBy(page)).at(-1)).toMatchObject({ type: 'open', source: { kind: 'kept', key: 'hol-16', name: 'holidays' } })
})

test('a remedy is applied at once, and the settings show it', async ({ page }) => {
  await completeMessages(page)
  await open(page, TINY)
  await expect(page.getByTestId('set-warning')).toContainText('41 % of them.')
  await button(page, 'Trim the bars').click()
  await expect(page.getByRole('switch', { name: 'Trim bars' })).toBeChecked()
  const opened = (await sentBy(page)).filter((command) => command.type === 'open')
  expect(opened.map(({ preparation }) => preparation.trimBars)).toEqual([false, true])
  await expect(page).toHaveURL(/trimBars=true.*flip=true/)
  await expect(button(page, 'Trim the bars')).toHaveAttribute('aria-disabled', 'true')

  // Undo has the focus, and restores everything.
  await expect(button(page, 'Undo Trim the bars')).toBeFocused()
  await expect(page.getByTestId('dataset')).toContainText('images') // prepared again, the warning is still there
  await expect(button(page, 'Undo Trim the bars')).toBeFocused()
  expect(await seriousFlaws(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('switch', { name: 'Trim bars' })).not.toBeChecked()
  await expect(button(page, 'Undo Trim the bars')).toBeHidden()
  await expect(page).toHaveURL(/trimBars=false/)
  await expect.poll(async () => (await sentBy(page)).filter(({ type }) => type === 'open')).toHaveLength(3)
})
