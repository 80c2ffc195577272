// The page in Firefox, on WebAssembly: a notice says so, the person's own files become the same pixels as on the command line, and a run trains.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { decodeInNode } from '../src/cli/decode.ts'
import { listFolder } from '../src/cli/folder.ts'
import { MAX_LEVELS_APART } from '../src/cli/parity/files.ts'
import { gifFiles } from '../src/cli/parity/gif-files.ts'
import { jpegFiles } from '../src/cli/parity/jpeg-files.ts'
import { pngFiles } from '../src/cli/parity/png-files.ts'
import { prepareImages } from '../src/data/import.ts'
import { localImportPool } from '../src/data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../src/spec/config.ts'
import { noFirefox, test } from './firefox.ts'
import { button, expect, keptPixels, open, reachStep, stepOf, TINY } from './page.ts'

test.skip(...noFirefox)

const SIZE = 16

/** Files that browsers tend to decode differently: orientation, gamma, profiles, a frame larger than its canvas. */
const KINDS: Readonly<Record<string, string>> = {
  'JPEG, orientation 6 as short, big end first': 'turned.jpg',
  'PNG, RGB, 8 bits, sRGB over gAMA': 'overruled-gamma.png',
  'PNG, RGB, 16 bits, gAMA 1': 'deep-gamma.png',
  'PNG, RGB, 8 bits, ICC of P3': 'profile.png',
  'PNG, RGBA, 8 bits, ICC of P3': 'transparent.png',
  'GIF, frame over the edge of the canvas': 'over-the-edge.gif',
}

async function writeFiles(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const all = new Map<string, Uint8Array>([...pngFiles(), ...(await jpegFiles()), ...gifFiles()])
  return Object.entries(KINDS).map(([kind, name]) => {
    const bytes = all.get(kind)
    if (!bytes) throw new Error(`there is no “${kind}”`)
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  })
}

/** The largest difference of two values, for each file. */
function largestDifferences(a: readonly number[], b: Uint8Array): number[] {
  const length = SIZE * SIZE * 3
  return Array.from({ length: b.length / length }, (_, i) =>
    Math.max(...Array.from({ length }, (_, k) => Math.abs((a[i * length + k] ?? Number.NaN) - (b[i * length + k] as number)))),
  )
}

/** Number of different values in each sample on screen; a sample of a single value has two, with alpha. */
const valuesOfSamples = (page: Page) =>
  page
    .getByTestId('sample-wall')
    .locator('canvas')
    .evaluateAll((canvases) =>
      canvases.flatMap((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement
        const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data
        return width > 1 ? [new Set(data).size] : []
      }),
    )

const lossChart = (page: Page) =>
  page
    .getByTestId('chart-losses')
    .locator('canvas')
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())

test('Firefox: own files are read, and a run on the processor trains, pauses and resumes', async ({ page }, info) => {
  const warnings: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') warnings.push(message.text())
  })
  await page.goto(`./?backend=webgpu#${TINY}`)
  await expect(page.getByTestId('failure')).toContainText('This browser has no WebGPU.')
  await button(page, 'Take the best there is').click()
  await expect(page.getByTestId('device')).toContainText('WebAssembly')
  await expect(page).not.toHaveURL(/backend/)

  await open(page, `${TINY}&size=${SIZE}&steps=1000`)
  await expect(page.getByTestId('device')).toContainText('processor, WebAssembly')
  await expect(page.getByTestId('notice-device')).toContainText(
    'This browser has no WebGPU. Training runs on the processor, with WebAssembly.',
  )

  const folder = info.outputPath('pictures')
  const files = await writeFiles(folder)
  const inNode = await prepareImages(await listFolder(folder), { ...DEFAULT_PREPARATION, size: SIZE }, localImportPool(decodeInNode), {
    name: 'x',
  })
  await page.getByTestId('files-input').setInputFiles(files)
  await expect(page.getByTestId('dataset')).toContainText(`All ${files.length} files became images`)
  await expect.poll(() => keptPixels(page)).toHaveLength(inNode.images.length)
  expect(Math.max(...largestDifferences(await keptPixels(page), inNode.images))).toBeLessThanOrEqual(MAX_LEVELS_APART)

  await page.getByTestId('chart-losses').scrollIntoViewIfNeeded() // charts off screen are not drawn
  const empty = await lossChart(page)
  await button(page, 'Train').click()
  await reachStep(page, 3)
  await page.getByTestId('chart-losses').scrollIntoViewIfNeeded() // the rotation panel above it has grown
  await expect.poll(() => lossChart(page)).not.toBe(empty)
  await expect(page.getByTestId('chart-losses')).toContainText(/discriminator \(D\) \d/)
  await expect.poll(async () => Math.max(...(await valuesOfSamples(page)))).toBeGreaterThan(20)

  await button(page, 'Pause').click()
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  const paused = await stepOf(page)
  await button(page, 'Step').click()
  await reachStep(page, paused + 1)
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  expect(await stepOf(page)).toBe(paused + 1)
  await button(page, 'Resume').click()
  await reachStep(page, paused + 3)
  expect(warnings).toEqual([])
})
