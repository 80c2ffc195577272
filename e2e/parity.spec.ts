// Every kind of image file becomes the same pixels in the page and on the command line, and those of `<img>` except where a reason is recorded.
// Writes a readable table to test-results/parity.md.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { decodeInNode } from '../src/cli/decode.ts'
import { listFolder } from '../src/cli/folder.ts'
import { MAX_LEVELS_APART, type ParityFile, parityFiles, SAMPLE_POINTS } from '../src/cli/parity/files.ts'
import { SIDE } from '../src/cli/parity/picture.ts'
import { prepareImages } from '../src/data/import.ts'
import { localImportPool } from '../src/data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../src/spec/config.ts'
import type { Finding, FindingKind } from '../src/spec/files.ts'
import { expect, open, TINY, test } from './page.ts'

/** Findings about single files, not about images that look alike. */
const OF_DECODING: readonly FindingKind[] = ['unreadable', 'unknown', 'damaged', 'unfit', 'changed', 'duplicate']
/** Files written by other programs; their expected pixels are in fixtures.test.ts there. */
const OTHERS = join(import.meta.dirname, '../src/cli/parity/fixtures')
const RESULTS = 'test-results'
const LENGTH = SIDE * SIDE * 3

/** The only kept set, or null if there is none yet: its record, and its pixels in base64. */
function keptSet(page: Page): Promise<{ record: Kept; pixels: string } | null> {
  return page.evaluate(async () => {
    async function find(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
      for await (const entry of folder.values()) {
        if (entry instanceof FileSystemFileHandle && entry.name === name) return entry.getFile()
        const within = entry instanceof FileSystemDirectoryHandle ? await find(entry, name) : null
        if (within) return within
      }
      return null
    }
    const root = await navigator.storage.getDirectory()
    const [head, end] = (await (await find(root, 'set-0'))?.text())?.split('\n') ?? [] // of a set that was kept once
    if (!head || !end) return null
    const record: Kept = JSON.parse(head)
    const file = await find(root, `images-${record.savedAt}`)
    if (!file) return null
    const reader = new FileReader()
    await new Promise<unknown>((resolve) => {
      reader.onload = resolve
      reader.readAsDataURL(file)
    })
    return { record, pixels: String(reader.result).replace(/^[^,]*,/, '') }
  })
}

/** The pixels of `<img>` on white, as red, green, blue; null where it shows nothing or has another size. */
async function shownByImg(page: Page, files: readonly ParityFile[]): Promise<(Buffer | null)[]> {
  const sources = files.map(({ path, bytes }) => `data:image/${path.slice(4).replace('jpg', 'jpeg')};base64,${bytes.toString('base64')}`)
  const shown = await page.evaluate(
    async ([list, side]) => {
      const results: (string | null)[] = []
      for (const source of list) {
        const image = new Image()
        image.src = source
        const decoded = await image.decode().then(
          () => image.naturalWidth === side && image.naturalHeight === side,
          () => false,
        )
        const canvas = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })
        if (canvas) canvas.fillStyle = '#fff'
        canvas?.fillRect(0, 0, side, side)
        if (decoded) canvas?.drawImage(image, 0, 0)
        const pixels = decoded ? canvas?.getImageData(0, 0, side, side).data : null
        results.push(pixels ? btoa(Array.from(pixels, (value) => String.fromCharCode(value)).join('')) : null)
      }
      return results
    },
    [sources, SIDE] as const,
  )
  return shown.map((text) => (text === null ? null : Buffer.from(Buffer.from(text, 'base64').filter((_, i) => i % 4 < 3))))
}

/** The largest difference of two values, in levels of 255. */
function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < LENGTH; i++) most = Math.max(most, Math.abs((one[i] as number) - (other[i] as number)))
  return most
}

interface Kept {
  readonly savedAt: number
  readonly paths: readonly string[]
  readonly findings: readonly Finding[]
}

interface Row {
  readonly file: ParityFile
  /** Of the page; null if it rejects the file. */
  readonly pixels: Buffer | null
  /** Difference between page and command line in levels; null if both reject the file. */
  readonly apart: number | null
  /** Difference between page and `<img>` in levels; null if one of them shows nothing. */
  readonly fromImg: number | null
  readonly sentence: string
}

function asTable(rows: readonly Row[]): string {
  const cell = (value: number | null) => (value === null ? '-' : String(value))
  const lines = rows.map(
    ({ file, apart, fromImg, sentence }) => `| ${file.kind} | ${cell(apart)} | ${cell(fromImg)} | ${sentence} | ${file.reason ?? ''} |`,
  )
  const head = [
    '| kind | page and command line, difference in levels | page and `<img>` | finding | reason |',
    '| --- | --- | --- | --- | --- |',
  ]
  return [...head, ...lines, ''].join('\n')
}

/** Expected pixels for the test of the command line. */
function asFixture(rows: readonly Row[]): string {
  const at = (pixels: Buffer) => SAMPLE_POINTS.flatMap(([x, y]) => [...pixels.subarray((y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3)])
  const entries = rows.map(
    ({ file, pixels, sentence }) => `${JSON.stringify(file.kind)}: ${JSON.stringify(pixels ? at(pixels) : sentence)}`,
  )
  return `{\n${entries.join(',\n')}\n}\n`
}

test('every kind of image becomes the same pixels in the page, on the command line and in <img>', async ({ page, context }, info) => {
  const files = await parityFiles()
  const folder = info.outputPath('kinds')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { path, bytes } of files) writeFileSync(join(folder, path), bytes)
  const others = readdirSync(OTHERS)
  for (const name of others) copyFileSync(join(OTHERS, name), join(folder, name))
  const inNode = await prepareImages(await listFolder(folder), { ...DEFAULT_PREPARATION, size: SIDE }, localImportPool(decodeInNode), {
    name: 'x',
  })

  await open(page, `${TINY}&size=${SIDE}`)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText(`${inNode.count} of ${files.length + others.length} files became images`)
  await expect.poll(async () => (await keptSet(page)) !== null).toBe(true)
  const { record, pixels } = (await keptSet(page)) as { record: Kept; pixels: string }
  expect(record.findings.filter(({ kind }) => OF_DECODING.includes(kind))).toEqual(inNode.findings)
  expect(record.paths).toEqual(inNode.paths)
  const inPage = Buffer.from(pixels, 'base64')
  const shown = await shownByImg(await context.newPage(), files)

  const rows = files.map((file, k): Row => {
    const sentence = inNode.findings.find(({ path, kind }) => path === file.path && kind !== 'duplicate')?.sentence ?? ''
    const i = inNode.paths.indexOf(file.path)
    if (i < 0) return { file, pixels: null, apart: null, fromImg: null, sentence }
    const ofPage = inPage.subarray(i * LENGTH, (i + 1) * LENGTH)
    const img = shown[k] ?? null
    return {
      file,
      pixels: ofPage,
      apart: largestDifference(ofPage, inNode.images.subarray(i * LENGTH)),
      fromImg: img && largestDifference(ofPage, img),
      sentence,
    }
  })
  for (const name of others) {
    const i = inNode.paths.indexOf(name)
    const apart = largestDifference(inPage.subarray(i * LENGTH), inNode.images.subarray(i * LENGTH))
    expect(apart, name).toBeLessThanOrEqual(MAX_LEVELS_APART)
  }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, 'parity.md'), asTable(rows))
  writeFileSync(join(RESULTS, 'parity.fixture.json'), asFixture(rows))

  const unlike = rows.filter(({ apart }) => apart !== null && apart > MAX_LEVELS_APART)
  expect(unlike.map(({ file, apart }) => `${file.kind}: ${apart}`)).toEqual([])
  const unexplained = rows.filter(({ file, fromImg }) => (fromImg === null ? file.reason === null : fromImg > file.maxFromImg))
  expect(unexplained.map(({ file, fromImg }) => `${file.kind}: ${fromImg}`)).toEqual([])
})
