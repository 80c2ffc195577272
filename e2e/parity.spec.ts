// One decoder's truth: every kind of picture file becomes the same pixels in the page and on the command line, and those of `<img>` except
// where a reason is recorded. Writes the table for people to test-results/parity.md.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { decodeInNode } from '../src/cli/decode.ts'
import { listFolder } from '../src/cli/files.ts'
import { MOST_LEVELS_APART, PLACES, type ParityFile, parityFiles } from '../src/cli/parity/files.ts'
import { SIDE } from '../src/cli/parity/picture.ts'
import { ownHands } from '../src/core/data/hands.ts'
import { prepareImages } from '../src/core/data/import.ts'
import { DEFAULT_PREPARATION } from '../src/spec/config.ts'
import { button, expect, keptPixels, open, TINY, test } from './page.ts'

const RESULTS = 'test-results'
const LENGTH = SIDE * SIDE * 3

/** What `<img>` shows on white, as red, green and blue, or null where it shows nothing or another size. */
function shownByImg(page: Page, bytes: Buffer, extension: string): Promise<number[] | null> {
  const url = `data:image/${extension === 'jpg' ? 'jpeg' : extension};base64,${bytes.toString('base64')}`
  return page.evaluate(
    async ([source, side]) => {
      const image = new Image()
      image.src = source
      const decoded = await image.decode().then(
        () => true,
        () => false,
      )
      if (!decoded || image.naturalWidth !== side || image.naturalHeight !== side) return null
      const canvas = new OffscreenCanvas(side, side).getContext('2d')
      if (!canvas) return null
      canvas.fillStyle = '#fff'
      canvas.fillRect(0, 0, side, side)
      canvas.drawImage(image, 0, 0)
      return [...canvas.getImageData(0, 0, side, side).data].filter((_, i) => i % 4 < 3)
    },
    [url, SIDE] as const,
  )
}

function farthest(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < LENGTH; i++) most = Math.max(most, Math.abs((one[i] as number) - (other[i] as number)))
  return most
}

interface Row {
  readonly file: ParityFile
  /** Levels between page and command line; null where both refuse. */
  readonly apart: number | null
  /** Levels between page and `<img>`; null where one of them shows nothing. */
  readonly fromImg: number | null
  readonly sentence: string
}

function asTable(rows: readonly Row[]): string {
  const cell = (value: number | null) => (value === null ? '-' : String(value))
  const lines = rows.map(
    ({ file, apart, fromImg, sentence }) =>
      `| ${file.kind} | ${cell(apart)} | ${cell(fromImg)} | ${sentence} | ${file.reason ?? ''} |`,
  )
  const head = ['| kind | page and command line, levels apart | page and `<img>` | what is said | reason |', '| --- | --- | --- | --- | --- |']
  return [...head, ...lines, ''].join('\n')
}

test('every kind of picture becomes the same pixels in the page, on the command line and in <img>', async ({ page, context }, info) => {
  const files = await parityFiles()
  const folder = info.outputPath('kinds')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { path, bytes } of files) writeFileSync(join(folder, path), bytes)
  const inNode = await prepareImages(await listFolder(folder), { ...DEFAULT_PREPARATION, size: SIDE }, ownHands(decodeInNode), { name: 'x' })

  await open(page, `${TINY}&size=${SIDE}`)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText(`${inNode.count} of ${files.length} files became images`, { timeout: 120_000 })
  await expect.poll(async () => (await keptPixels(page)).length, { timeout: 60_000 }).toBe(inNode.images.length)
  const inPage = await keptPixels(page)
  await button(page, 'Look through the images').click()
  const said = (await page.getByTestId('findings-list').textContent()) ?? ''

  const blank = await context.newPage()
  const rows: Row[] = []
  const fixture: Record<string, number[] | string> = {}
  for (const file of files) {
    const finding = inNode.findings.find(({ path, kind }) => path === file.path && kind !== 'duplicate')
    const sentence = finding?.sentence ?? ''
    expect(said, file.kind).toContain(sentence)
    const i = inNode.paths.indexOf(file.path)
    if (i < 0) {
      rows.push({ file, apart: null, fromImg: null, sentence })
      fixture[file.kind] = sentence
      continue
    }
    const pixels = inPage.slice(i * LENGTH, (i + 1) * LENGTH)
    const shown = await shownByImg(blank, file.bytes, file.path.slice(4))
    const apart = farthest(pixels, inNode.images.subarray(i * LENGTH, (i + 1) * LENGTH))
    rows.push({ file, apart, fromImg: shown && farthest(pixels, shown), sentence })
    fixture[file.kind] = PLACES.flatMap(([x, y]) => pixels.slice((y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3))
  }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, 'parity.md'), asTable(rows))
  writeFileSync(join(RESULTS, 'parity.fixture.json'), `${JSON.stringify(fixture, null, 1)}\n`)

  const unlike = rows.filter(({ apart }) => apart !== null && apart > MOST_LEVELS_APART)
  expect(unlike.map(({ file, apart }) => `${file.kind}: ${apart}`)).toEqual([])
  const unexplained = rows.filter(({ file, fromImg }) => file.reason === null && !(fromImg !== null && fromImg <= MOST_LEVELS_APART))
  expect(unexplained.map(({ file, fromImg }) => `${file.kind}: ${fromImg}`)).toEqual([])
})
