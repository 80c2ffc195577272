// The journey through an exported HTML file, opened from disk, with WebGPU and without.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { decodeInNode } from '../src/cli/decode.ts'
import { flaws } from './page.ts'

/** A finished run that comes with the page. */
const RUN = 'public/example/fashion.zip'
/** Levels of 255 that a file of 16 bits may be apart. */
const TOLERANCE = 4

const command = (...args: string[]) => execFileSync(process.execPath, ['scripts/cli.mjs', ...args], { encoding: 'utf8' })

/** The pixels on the canvas, RGBA. */
function pixelsOn(page: Page): Promise<number[]> {
  return page.locator('#picture').evaluate((canvas: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d') // Chromium warns of a canvas that is read again and again
    copy?.drawImage(canvas, 0, 0)
    return [...(copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])]
  })
}

const largestDifference = (a: readonly number[], b: ArrayLike<number>) =>
  a.length === b.length ? Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number)))) : Number.POSITIVE_INFINITY

/** The picture on the page is the one that the command line draws for its code. */
async function expectPictureOfCode(page: Page, folder: string): Promise<string> {
  const code = await page.getByLabel('Code', { exact: true }).inputValue()
  const file = join(folder, `${code}.png`)
  command('sample', '--run', RUN, '--code', code, '--out', file, '--force', '--backend', 'wasm')
  const { pixels } = await decodeInNode(readFileSync(file), 'png')
  await expect.poll(async () => largestDifference(await pixelsOn(page), pixels)).toBeLessThanOrEqual(TOLERANCE)
  return code
}

/** @param page a fresh one @param device what the file says that it draws with */
export async function htmlFileJourney(page: Page, device: RegExp): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterturn-html-'))
  const file = join(folder, 'a friend’s #1 page.html')
  command('export', '--run', RUN, '--format', 'html', '--out', file, '--backend', 'wasm')
  const [requests, messages]: [string[], string[]] = [[], []]
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => messages.push(message.text()))
  page.on('pageerror', (error) => messages.push(error.message))
  const address = pathToFileURL(file).href
  const [, run, step] = /"run":"(\w+)","step":(\d+)/.exec(readFileSync(file, 'utf8')) ?? []
  await page.goto(`${address}#${run}-${step}-1`) // with the code of a picture it does not begin to play by itself
  await expect(page.locator('#drawing')).toHaveText(device)
  await expect(page.locator('#about')).toContainText(
    /16-bit weights: pixels are (the same as|at most [1-4] of 255 from) the run’s in 16 pictures/,
  )
  await expect(page.locator('#where')).toHaveText('seed 1')
  const codes = [await expectPictureOfCode(page, folder)]
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await flaws(page), colorScheme).toEqual([])
  }

  const map = page.getByRole('group', { name: 'Map around A' })
  await dragOver(page, map, [0.5, 0.5], [0.8, 0.25])
  await expect(page.locator('#where')).toHaveText(/^seed 1, \d+ % right, \d+ % up$/)
  codes.push(await expectPictureOfCode(page, folder))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('slider', { name: 'Up' })).toBeFocused()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(page.getByRole('slider', { name: 'Right' })).toHaveAttribute('aria-valuetext', /% right, \d+ % up/)
  codes.push(await page.getByLabel('Code', { exact: true }).inputValue())

  const way = page.getByRole('slider', { name: 'From A to B' })
  await dragOver(page, way, [0.1, 0.5], [0.6, 0.5])
  await expect(way).toHaveAttribute('aria-valuetext', /% of the way from seed 1 to seed 2/)
  codes.push(await expectPictureOfCode(page, folder))
  await page.keyboard.press('ArrowRight')
  codes.push(await page.getByLabel('Code', { exact: true }).inputValue())
  expect(new Set(codes).size).toBe(codes.length)

  await pasted(page, codes)
  await page.evaluate((code) => location.assign(`#${code}`), `${run}-${step}-1-pad2.3.4-x0.3-y0.6-var0.8`)
  await expect(page.locator('#where')).toHaveText('between seed 1; seed 2; seed 3; seed 4, variety 80 %')
  await expectPictureOfCode(page, folder)
  await films(page)
  expect(requests.filter((url) => url.split('#')[0] !== address && !/^(blob|data):/.test(url))).toEqual([])
  expect(messages).toEqual([])
  rmSync(folder, { recursive: true })
}

async function dragOver(page: Page, target: ReturnType<Page['locator']>, from: readonly number[], to: readonly number[]): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (!box) throw new Error('it is not on the page')
  const place = ([x = 0, y = 0]: readonly number[]) => [box.x + x * box.width, box.y + y * box.height] as const
  await page.mouse.move(...place(from))
  await page.mouse.down()
  await page.mouse.move(...place(to), { steps: 5 })
  await page.mouse.up()
}

/** A code leads back to its picture, and one of another run is refused in a sentence. */
async function pasted(page: Page, codes: readonly string[]): Promise<void> {
  const input = page.getByLabel('Code', { exact: true })
  await input.fill(codes[1] as string)
  await input.press('Enter')
  await expect(page.locator('#where')).toHaveText(/^seed 1, \d+ % right, \d+ % up$/)
  await input.fill('other1-5-42')
  await input.press('Enter')
  await expect(page.getByRole('status')).toContainText('This code is of run other1 at step 5')
  await page.evaluate(() => location.assign('#%'))
  await expect(page.getByRole('status')).toContainText('“%” is not the code of a picture.')
  await page.evaluate((code) => location.assign(`#${code}`), codes[0])
  await expect(page.locator('#where')).toHaveText('seed 1')
  await page.getByRole('button', { name: 'Seed 9', exact: false }).first().click()
  await expect(page.locator('#where')).toHaveText('seed 9')
}

/** The film moves the picture until it is paused, and a picture is saved as large as a person wants it. */
async function films(page: Page): Promise<void> {
  const play = page.getByRole('button', { name: 'Play around A' })
  const before = await pixelsOn(page)
  await play.click()
  await expect.poll(() => pixelsOn(page)).not.toEqual(before)
  await page.getByRole('button', { name: 'Pause around A' }).click()
  await expect(play).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save PNG' }).click()])
  const code = await page.getByLabel('Code', { exact: true }).inputValue()
  expect(download.suggestedFilename()).toBe(`${code}.png`)
  const { width, height, pixels } = await decodeInNode(readFileSync(await download.path()), 'png')
  expect([width, height]).toEqual([512, 512])
  await expect.poll(async () => (await pixelsOn(page)).slice(0, 4)).toEqual([...pixels.subarray(0, 4)])
}
