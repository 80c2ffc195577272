// Formats decoded by this project itself, not by the browser or Node: BMP, icons and SVG. The page, the command line and Chromium's <img> must
// agree on their pixels.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { decodeInNode } from '../src/cli/decode.ts'
import { listFolder } from '../src/cli/folder.ts'
import { BMP_SAMPLES, bmpWithProfile, ICO_SAMPLES } from '../src/data/formats/bmp-test-support.ts'
import { SVG_REFUSED, SVG_SAMPLES } from '../src/data/formats/svg-test-support.ts'
import { prepareImages } from '../src/data/import.ts'
import { localImportPool } from '../src/data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../src/spec/config.ts'
import { button, expect, keptPixels, open, TINY, test } from './page.ts'

const SAMPLES = [...BMP_SAMPLES, ...ICO_SAMPLES, ...SVG_SAMPLES]
/** As many as the page lists without scrolling. */
const REFUSED = SVG_REFUSED.slice(0, 6)
const PROFILE = 'v5-profile.bmp'
const TYPES: Readonly<Record<string, string>> = { bmp: 'image/bmp', ico: 'image/x-icon', cur: 'image/x-icon', svg: 'image/svg+xml' }

/** The pixels that an <img> shows at the centres of its four quarters, over white. */
function shownByImg(page: Page, name: string, bytes: Uint8Array): Promise<number[][]> {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? ''
  const address = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
  return page.evaluate(async (src) => {
    const img = new Image()
    img.src = src
    await img.decode()
    const { naturalWidth: width, naturalHeight: height } = img
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')
    if (!context) throw new Error('there is no 2D canvas')
    context.fillStyle = '#fff'
    context.fillRect(0, 0, width, height)
    context.drawImage(img, 0, 0)
    const middle = (x: number, y: number) => [...context.getImageData(Math.floor(width * x), Math.floor(height * y), 1, 1).data].slice(0, 3)
    return [middle(0.25, 0.25), middle(0.75, 0.25), middle(0.25, 0.75), middle(0.75, 0.75)]
  }, address)
}

test("the expected pixels of the samples are those of Chromium's <img>", async ({ context }) => {
  const page = await context.newPage() // a blank page: the policy of ours allows no data: images from a test
  for (const { name, bytes, quarters } of SAMPLES) {
    const shown = await shownByImg(page, name, bytes)
    const difference = Math.max(...shown.flat().map((value, i) => Math.abs(value - (quarters.flat()[i] as number))))
    expect(difference, `${name}: ${JSON.stringify(shown)}`).toBeLessThanOrEqual(2)
  }
})

test('the page and the command line make the same pixels, and reject the same files with the same sentence', async ({ page }, info) => {
  const folder = info.outputPath('pictures')
  mkdirSync(folder, { recursive: true })
  for (const { name, bytes } of SAMPLES) writeFileSync(join(folder, name), bytes)
  const { icc } = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .withIccProfile('p3')
    .toBuffer()
    .then((png) => sharp(png).metadata())
  writeFileSync(join(folder, PROFILE), bmpWithProfile(icc ?? new Uint8Array()))
  for (const [i, [, text]] of REFUSED.entries()) writeFileSync(join(folder, `refused-${i}.svg`), text)

  const inNode = await prepareImages(await listFolder(folder), { ...DEFAULT_PREPARATION, size: 16 }, localImportPool(decodeInNode), {
    name: 'x',
  })
  const refused = inNode.findings.filter(({ image }) => image === null)
  expect(refused).toHaveLength(REFUSED.length)

  await open(page, `${TINY}&size=16`)
  await page.getByTestId('folder-input').setInputFiles(folder)
  const [all, taken] = [SAMPLES.length + 1 + REFUSED.length, SAMPLES.length + 1]
  await expect(page.getByTestId('dataset')).toContainText(`${taken} of ${all} files became images`)
  await button(page, 'Look through the images').click()
  for (const { sentence } of refused) await expect(page.getByTestId('findings-list')).toContainText(sentence)

  await expect.poll(() => keptPixels(page)).toHaveLength(inNode.images.length)
  const inPage = await keptPixels(page)
  const length = inNode.images.length / inNode.count
  for (const [i, path] of inNode.paths.entries()) {
    const differences = inPage
      .slice(i * length, (i + 1) * length)
      .map((value, k) => Math.abs(value - (inNode.images[i * length + k] as number)))
    expect(Math.max(...differences), path).toBeLessThanOrEqual(path === PROFILE ? 2 : 0) // the two sides convert profiles with different programs
  }
})
