// `export` of the numbers of a run, and programs that draw the SVG.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import sharp from 'sharp'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { CHART_COLOURS } from '../../spec/numbers/charts-svg.ts'
import { main } from '../index.ts'
import { CONFIG, captureOutput, checkpointBytes } from '../test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-numbers-'))
afterAll(() => rm(folder, { recursive: true }))

let said: readonly string[] = []
beforeEach(() => {
  said = captureOutput()
})

const step = (number: number, lossD: number | null) => ({ step: number, imagesSeen: number, stepsPerSecond: 1, elapsedSeconds: 1, lossD })
const counts = { real: 1, fake: 1, training: 1, heldOut: 1 }
const score = { step: 30, network: 'Mine, <v2>', best: true, kid: 0.5, counts, fidFloorCount: 1, missing: {} }

async function makeRun(name: string, events: readonly object[]): Promise<string> {
  const path = join(folder, name)
  await mkdir(path, { recursive: true })
  await writeFile(join(path, 'checkpoint.safetensors'), checkpointBytes())
  await writeFile(join(path, 'metrics.jsonl'), events.map((event) => JSON.stringify(event)).join('\n'))
  return path
}

const EVENTS = [
  { event: 'change', step: 0, changes: { alpha: 0.5 } },
  { event: 'step', ...step(10, 0.5) },
  { event: 'step', ...step(20, null) },
  { event: 'score', ...score },
  { event: 'paused', step: 30 },
]

async function exported(run: string, format: string): Promise<Buffer> {
  const out = join(folder, `${format}-of-run`)
  expect(await main('export', ['--run', run, '--format', format, '--out', out, '--force'], { root: process.cwd() })).toBe(0)
  return readFile(out)
}

test('CSV and JSON have every step that was reported or scored, and the settings with which the run began', async () => {
  const run = await makeRun('numbers', EVENTS)
  const table = (await exported(run, 'csv')).toString().trimEnd().split('\r\n')
  expect(table.map((line) => line.split(',').slice(0, 2))).toEqual([
    ['step', 'lossD'],
    ['10', '0.5'],
    ['20', ''],
    ['30', ''],
  ])
  expect(table[3]).toContain('"Mine, <v2>"')
  const metrics = JSON.parse((await exported(run, 'json')).toString())
  expect(metrics).toMatchObject({ steps: [10, 20], series: { lossD: [0.5, null] }, bestStep: 30, config: { ...CONFIG, alpha: 0.5 } })
  expect(table[1]).toContain(`,Shapes,${Object.values(metrics.config).join(',')}`)
})

test('resvg and sharp draw the SVG: lines in the colours of their networks', async () => {
  const svg = await exported(await makeRun('svg', EVENTS), 'svg')
  await initWasm(await readFile('node_modules/@resvg/resvg-wasm/index_bg.wasm'))
  const drawing = new Resvg(svg.toString()).render()
  const { data, info } = await sharp(svg).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([drawing.width, drawing.height])
  for (const pixels of [drawing.pixels, data]) {
    const at = (x: number, y: number) => [...pixels.subarray(4 * (y * info.width + x), 4 * (y * info.width + x) + 3)]
    expect(at(1, 1)).toEqual([255, 255, 255])
    // The mark of the discriminator in the legend of the first chart.
    expect(at(72, 44 + 30)).toEqual([0x2f, 0x4f, 0xd8])
    // Its only point, a dot on the left edge of the plot in the middle of its height.
    const [red = 0, , blue = 0] = at(64, 44 + 136)
    expect(blue - red).toBeGreaterThan(100)
  }
})

test('a run without a value is refused in a sentence', async () => {
  const run = await makeRun('empty', [{ event: 'paused', step: 0 }])
  for (const format of ['csv', 'json', 'svg']) {
    expect(await main('export', ['--run', run, '--format', format, '--out', join(folder, 'none')], { root: process.cwd() })).toBe(1)
    expect(said.at(-1)).toBe('“Shapes” has no values: nothing was reported of it yet, or its history is not there.')
  }
})

test('the colours of the drawing are those of the light theme of the page', async () => {
  const tokens = await readFile('src/ui/shared/tokens.css', 'utf8')
  const light = Object.keys(CHART_COLOURS).map((name) => [name, new RegExp(`--${name}: light-dark\\((#\\w+),`).exec(tokens)?.[1]])
  expect(Object.fromEntries(light)).toEqual(CHART_COLOURS)
})
