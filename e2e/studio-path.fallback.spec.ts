// A path of key pictures in the studio: laid out, put in another order by keys alone, undone, scrubbed, and taken away as a film.
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { button, download, expect, flaws, test } from './page.ts'

test.use({ contextOptions: { reducedMotion: 'reduce' } }) // it does not begin to play by itself

const keys = (page: Page) => page.getByTestId('path-keys').getByRole('button')
/** What the keys show, in their order. */
async function shown(page: Page): Promise<(string | undefined)[]> {
  return (await keys(page).allTextContents()).map((text) => /of 3: (.*), 2 s/.exec(text)?.[1])
}
const line = (page: Page, name: string) => page.getByRole('slider', { name, exact: true })

/** The picture, once it has arrived. */
async function arrived(page: Page): Promise<string> {
  await expect(page.getByTestId('studio-picture')).toHaveAttribute('data-arrived', 'true')
  return page
    .getByTestId('studio-picture')
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
}

test('a path of three keys is built, put in another order by keyboard, undone, scrubbed, played, and its film made as GIF', async ({
  page,
}) => {
  await page.goto('./')
  await expect(page.getByTestId('sample-wall')).toBeVisible()
  await page.keyboard.press('s')
  await page.getByRole('tab', { name: 'Path' }).click()
  await button(page, 'The picture you see').click()
  await button(page, 'Random').click()
  await button(page, 'Random').click()
  await expect(keys(page)).toHaveCount(3)
  const [first, second, third] = await shown(page)

  await keys(page).first().press('Space')
  await expect(page.getByText('Key 1 of 3 is taken up.')).toBeAttached()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('Moved to 2 of 3.')).toBeAttached()
  await page.keyboard.press('Space')
  await expect(page.getByText('Put down at 2 of 3.')).toBeAttached()
  await expect.poll(() => shown(page)).toEqual([second, first, third])
  await expect(keys(page).nth(1)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect.poll(() => shown(page)).toEqual([first, second, third])
  await keys(page).first().press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape') // leaves the key where it was, and the studio open
  await expect.poll(() => shown(page)).toEqual([first, second, third])

  await keys(page).nth(1).click()
  const atKey = await arrived(page)
  expect(await flaws(page)).toEqual([])
  await page.keyboard.press('Escape')
  const time = await line(page, 'Time').boundingBox()
  if (time === null) throw new Error('the line of the time is not in view')
  await page.mouse.click(time.x + time.width / 2, time.y + time.height / 2)
  await expect(line(page, 'Time')).toHaveAttribute('aria-valuetext', /^3\.0 of 6\.0 seconds\. 50 % of the way from key 2 to key 3$/)
  await expect.poll(() => arrived(page)).not.toBe(atKey)
  await page.mouse.move(time.x + time.width / 2, time.y + time.height / 2)
  await page.mouse.down()
  await page.mouse.move(Math.max(0, time.x - 100), time.y, { steps: 4 })
  await expect(line(page, 'Key')).toHaveAttribute('aria-valuetext', 'At key 1 of 3')
  await page.mouse.up()
  await page.getByLabel('Key, typed').fill('2')
  await expect.poll(() => arrived(page)).toBe(atKey)

  await button(page, 'Play').click()
  await expect.poll(() => line(page, 'Key').inputValue()).not.toBe('2')
  await button(page, 'Pause').click()
  const paused = await line(page, 'Key').inputValue()
  await arrived(page)
  expect(await line(page, 'Key').inputValue()).toBe(paused)

  await button(page, 'Take away as a film').click()
  await expect(page.getByLabel('What it shows')).toHaveValue('path')
  await expect(page.getByLabel('Seconds')).toHaveValue('6')
  await page.getByRole('radio', { name: 'GIF', exact: true }).check()
  await page.getByLabel('Seconds').fill('1')
  await page.getByLabel('Frames a second').selectOption('10')
  const film = await download(page, 'Make the film')
  expect(film.name).toMatch(/-path\.gif$/)
  expect(await sharp(film.bytes, { animated: true }).metadata()).toMatchObject({ format: 'gif', pages: 10, loop: 0 })
  await page.getByTestId('take-away').getByRole('button', { name: 'Close' }).click()
  await keys(page).last().click() // back in the studio
  await page.getByTestId('key-menu').getByRole('button', { name: 'Remove' }).click()
  await expect(keys(page).last()).toBeFocused()
  await expect(keys(page)).toHaveCount(2)
})
