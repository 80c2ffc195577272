// The person's own folders and zips, nested and mixed, with broken files and files that are no images. Usable ones train, the rest is listed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { decodeInNode } from '../src/cli/decode.ts'
import { listFolder } from '../src/cli/folder.ts'
import { prepareImages } from '../src/data/import.ts'
import { localImportPool } from '../src/data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../src/spec/config.ts'
import { button, expect, keptPixels, open, reachStep, TINY, test } from './page.ts'

/** A photo-like picture: a gradient and a bar, different for every i. */
function photo(i: number, width = 48, height = 40) {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, k) => {
    const [x, y, channel] = [Math.floor(k / 3) % width, Math.floor(k / 3 / width), k % 3]
    return y < 10 + (i % 7) ? 40 * channel + i : (x * 5 + y * 3 + i * 13) % 256
  })
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** 150 files: 147 images in many formats and folders, one truncated JPEG, one text file, one empty file. */
async function mixedFolder(root: string): Promise<void> {
  rmSync(root, { recursive: true, force: true })
  for (const folder of ['', 'holiday', 'holiday/beach', 'Größe 😀']) mkdirSync(join(root, folder), { recursive: true })
  const jpeg = await photo(0).jpeg().toBuffer()
  writeFileSync(join(root, 'broken.jpg'), jpeg.subarray(0, jpeg.length / 2))
  writeFileSync(join(root, 'notes.jpg'), 'These are my notes, not a picture.')
  writeFileSync(join(root, 'holiday/empty.png'), '')
  await photo(1).withMetadata({ orientation: 6 }).jpeg().toFile(join(root, 'upright.jpg'))
  await photo(2).ensureAlpha(0.5).png().toFile(join(root, 'holiday/see-through.png'))
  await photo(3).greyscale().png().toFile(join(root, 'holiday/beach/grey.png'))
  await photo(4).webp().toFile(join(root, 'holiday/beach/picture.webp'))
  await photo(5).avif().toFile(join(root, 'Größe 😀/picture.avif'))
  await photo(6).gif().toFile(join(root, 'Größe 😀/picture.gif'))
  for (let i = 0; i < 141; i++) {
    await photo(i)
      .jpeg()
      .toFile(join(root, i % 3 ? 'holiday' : 'holiday/beach', `photo-${String(i).padStart(3, '0')}.jpg`))
  }
}

/** With large text the message on the empty wall is higher than the wall, which grows so that nothing is covered. */
async function expectNothingCovered(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  await expect(page.locator(':root')).toHaveAttribute('data-columns', '2')
  const below = await page.getByTestId('found').locator('..').boundingBox()
  const above = await page.getByRole('heading', { name: 'Samples' }).boundingBox()
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? Number.NaN) + (above?.height ?? Number.NaN))
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
}

test('a folder of 150 mixed files trains, and its unusable files are listed', async ({ page }, info) => {
  const folder = info.outputPath('my photos')
  await mixedFolder(folder)
  await open(page, TINY)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('147 of 150 files became images')
  await expect(page.getByTestId('dataset')).toContainText('my photos')
  await expect(page.getByTestId('found')).toContainText('4 findings')
  await expectNothingCovered(page)
  await button(page, 'Show findings').click()
  const findings = page.getByTestId('findings-list')
  for (const name of ['broken.jpg', 'notes.jpg', 'holiday/empty.png']) await expect(findings).toContainText(name)
  await button(page, 'Close').click()

  await button(page, 'Train').click()
  await reachStep(page, 2)
})

test('each unusable file gets a sentence, and the open images stay', async ({ page }, info) => {
  await open(page, `${TINY}&data=discs`)
  const files = page.getByTestId('files-input')

  await files.setInputFiles([{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture at all') }])
  await expect(page.getByTestId('rejected-files')).toContainText('1 file could not be used')
  await expect(page.getByTestId('dataset')).toContainText('Discs')

  const header = Buffer.from('89504e470d0a1a0a0000000d4948445200004e2000004e2008060000000000000000', 'hex') // a PNG of 20,000 x 20,000
  await files.setInputFiles([{ name: 'huge.png', mimeType: 'image/png', buffer: header }])
  await page.getByTestId('rejected-files').locator('summary').click()
  await expect(page.getByTestId('rejected-files')).toContainText('huge.png')
  await expect(page.getByTestId('dataset')).toContainText('Discs')

  await files.setInputFiles([{ name: 'one.png', mimeType: 'image/png', buffer: await photo(7).png().toBuffer() }])
  await expect(page.getByTestId('dataset')).toContainText('1 image,')
  await expect(page.getByTestId('dataset')).not.toContainText('Discs')

  const empty = info.outputPath('empty folder')
  mkdirSync(empty, { recursive: true })
  writeFileSync(join(empty, '.hidden'), 'x')
  await page.getByTestId('folder-input').setInputFiles(empty)
  await expect(page.getByText('1 image', { exact: false }).first()).toBeVisible() // the open images stay

  await button(page, 'Train').click()
  await reachStep(page, 1)
})

test('of a zip nested folders become labels, and files of operating systems are ignored', async ({ page }) => {
  const [clutter, notes] = [Buffer.from('clutter'), Buffer.from('no picture')]
  const entries: Record<string, Uint8Array> = { '__MACOSX/cats/._0.png': clutter, 'cats/.DS_Store': clutter, 'dogs/notes.jpg': notes }
  for (let i = 0; i < 40; i++) entries[`${i % 2 ? 'cats' : 'dogs/large'}/${i}.png`] = await photo(i).png().toBuffer()
  await open(page, TINY)
  const zip = { name: 'pets.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(entries)) }
  await page.getByTestId('files-input').setInputFiles([zip])
  await expect(page.getByTestId('dataset')).toContainText('pets.zip')
  await expect(page.getByTestId('dataset')).toContainText('40 of 41 files became images')
  await expect(page.getByTestId('labels')).toContainText('2 labels from sub-folders')
})

/** SVG drawings with features that renderers differ in: curves, gradients, blurs, clip paths, transparency, text. */
async function drawings(root: string): Promise<void> {
  mkdirSync(root, { recursive: true })
  const defs = `<defs><linearGradient id="g"><stop stop-color="gold"/><stop offset="1" stop-color="navy" stop-opacity=".4"/></linearGradient>
    <filter id="f"><feGaussianBlur stdDeviation="2"/></filter><clipPath id="c"><circle cx="40" cy="30" r="25"/></clipPath></defs>`
  const parts = [
    '<path d="M5 55C20 0 60 80 75 5" stroke="teal" stroke-width="7" fill="url(#g)"/>',
    '<ellipse cx="40" cy="30" rx="33" ry="17" fill="url(#g)" filter="url(#f)" transform="rotate(13 40 30)"/>',
    '<rect x="9" y="4" width="60" height="50" fill="crimson" opacity=".37" clip-path="url(#c)"/><text y="30">A</text>',
    `<image width="80" height="60" href="data:image/jpeg;base64,${(await photo(3).jpeg().toBuffer()).toString('base64')}"/>`,
  ]
  for (const [i, part] of parts.entries())
    writeFileSync(join(root, `${i}.svg`), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60">${defs}${part}</svg>`)
  const filter = '<filter id="f"><feMorphology radius="1e5"/></filter>' // half a minute of work
  writeFileSync(
    join(root, 'slow.svg'),
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${filter}<path d="M0 0h9v9" filter="url(#f)"/></svg>`,
  )
  writeFileSync(join(root, 'torn.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g>')
}

test('SVG drawings become the same pixels as on the command line; one that takes too long does not affect the others', async ({
  page,
}, info) => {
  const folder = info.outputPath('drawings')
  await drawings(folder)
  await open(page, `${TINY}&size=16`)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('4 of 6 files became images')
  await button(page, 'Look through the images').click()
  const findings = page.getByTestId('findings-list')
  await expect(findings).toContainText('The SVG ends before its picture does.')
  await expect(findings).toContainText('Drawing the SVG takes more than 10 seconds')
  await expect(findings).toContainText('Its text is not drawn')

  const inNode = await prepareImages(await listFolder(folder), { ...DEFAULT_PREPARATION, size: 16 }, localImportPool(decodeInNode), {
    name: 'x',
  })
  await expect.poll(() => keptPixels(page)).toHaveLength(inNode.images.length)
  expect(await keptPixels(page)).toEqual([...inNode.images])
})
