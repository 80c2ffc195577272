// What a run makes leaves the page as files that other programs open; nothing stays of one that is cancelled, and training goes on meanwhile.
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { InferenceSession } from 'onnxruntime-web'
import sharp from 'sharp'
import { button, download, expect, flaws, open, reachStep, stepOf, TINY_AND_ENDLESS, test } from './page.ts'

const section = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

/** Names of all files in the folders of exports, whichever tab made them. */
function exportsOnDisk(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = []
    const root = await navigator.storage.getDirectory()
    for await (const tab of (await root.getDirectoryHandle('exports', { create: true })).values()) {
      if (tab instanceof FileSystemDirectoryHandle) for await (const name of tab.keys()) names.push(name)
    }
    return names
  })
}

async function chooseFilm(page: Page, format: string, seconds: number, framesPerSecond: number): Promise<void> {
  await page.getByRole('radio', { name: format, exact: true }).check()
  await page.getByLabel('Seconds').fill(`${seconds}`)
  await page.getByLabel('Frames a second').selectOption(`${framesPerSecond}`)
}

/** Of a video, as a player finds them. */
async function framesOf(bytes: Buffer): Promise<number | undefined> {
  const track = await new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS }).getPrimaryVideoTrack()
  return (await track?.computePacketStats())?.packetCount
}

test('files of every kind are made, some while the run trains, and open elsewhere; of one that is cancelled nothing is left; axe finds nothing', async ({
  page,
}) => {
  await open(page, TINY_AND_ENDLESS)
  await page.keyboard.press('e')
  await expect(page.getByTestId('take-away-blocked')).toHaveText('There is no run yet: press Train first.')
  await page.keyboard.press('Escape')
  await button(page, 'Train').click()
  await reachStep(page, 20)

  await button(page, 'Take away').click()
  await page.getByLabel('How many').fill('10')
  const { bytes: pictures } = await download(page, 'Make the zip')
  const files = unzipSync(pictures)
  const listed = JSON.parse(new TextDecoder().decode(files['seeds.json'])).pictures
  expect(listed).toHaveLength(10)
  expect(listed[6]).toMatchObject({ file: 'seed-000007.png', seed: 7, code: expect.stringMatching(/-7$/) })
  expect(await sharp(files['seed-000007.png']).metadata()).toMatchObject({ format: 'png', width: 128 })
  await page.getByRole('radio', { name: 'One sheet' }).check()
  const sheet = await download(page, 'Make the sheet')
  expect(sheet.name).toMatch(/^shapes-step-\d{6}-sheet\.png$/)
  expect(await sharp(sheet.bytes).metadata()).toMatchObject({ format: 'png', width: 8 * (4 * 17 - 1) })
  expect(sheet.bytes.includes('"code":')).toBe(true) // in the text of the file

  // The run is paused: what takes longer is made sooner without it.
  await page.keyboard.press('Escape')
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  const before = await stepOf(page)
  await button(page, 'Take away').click()
  await section(page, 'Film')
  await chooseFilm(page, 'GIF', 1, 20)
  const gif = await download(page, 'Make the film')
  expect(gif.name).toMatch(/-walk\.gif$/)
  expect(await sharp(gif.bytes, { animated: true }).metadata()).toMatchObject({ format: 'gif', pages: 20, loop: 0 })
  await expect(page.getByTestId('film-preview').locator('canvas')).toBeVisible()
  await chooseFilm(page, 'WebM', 1, 24)
  expect(await framesOf((await download(page, 'Make the film')).bytes)).toBe(24)

  await section(page, 'Network')
  const html = await download(page, 'Make the HTML file')
  expect(html.bytes.toString()).toMatch(/^<!doctype html>/i)
  await expect(page.getByTestId('file-made')).toContainText(/Checked: .* on 16 pictures\./)
  const onnx = await InferenceSession.create((await download(page, 'Make the ONNX file')).bytes)
  expect([onnx.inputNames, onnx.outputNames]).toEqual([['latent'], ['images']])
  const { bytes: zip } = await download(page, 'Make the PyTorch zip')
  expect(Object.keys(unzipSync(zip))).toEqual(expect.arrayContaining(['README.md', 'model.py', 'train.py', 'weights.safetensors']))
  expect(await exportsOnDisk(page)).toHaveLength(1) // the last one, for “Save again”

  await page.keyboard.press('Escape')
  await button(page, 'Resume').click()
  await button(page, 'Take away').click()
  await section(page, 'Film')
  await chooseFilm(page, 'WebM', 60, 60)
  await button(page, 'Make the film').click()
  await expect(page.getByTestId('file-progress')).toContainText('%')
  await page.getByTestId('file-progress').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByTestId('file-progress')).toBeHidden()
  await expect.poll(() => exportsOnDisk(page)).toEqual([])
  await reachStep(page, before + 5)

  await page.keyboard.press('Escape')
  await button(page, 'Pause').click()
  await button(page, 'Take away').click()
  for (const name of ['Pictures', 'Film', 'Network', 'Numbers', 'Run']) {
    await section(page, name)
    expect(await flaws(page)).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  await section(page, 'Network')
  expect(await flaws(page)).toEqual([])
  await section(page, 'Film')
  expect(await flaws(page)).toEqual([])
})
