// `export --format html`: a file whose policy lets nothing run or load but what is in it.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { main } from '../index.ts'
import { captureOutput, checkpointBytes } from '../test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-html-'))
afterAll(() => rm(folder, { recursive: true }))

let said: readonly string[] = []
beforeEach(() => {
  said = captureOutput()
})

const run = join(folder, 'run.safetensors')
const out = join(folder, 'deep', 'page.html')
const exported = (...args: string[]) =>
  main('export', ['--run', run, '--format', 'html', '--out', out, '--backend', 'wasm', ...args], { root: process.cwd() })

test('a checkpoint becomes a page, and its precision is read before anything is computed', async () => {
  await writeFile(run, checkpointBytes())
  expect(await exported('--precision', 'half')).toBe(2)
  expect(said.at(-1)).toBe('--precision is one of auto, f32, f16, int8, not “half”.')
  expect(await exported('--json')).toBe(0)
  const html = await readFile(out, 'utf8')
  expect(JSON.parse(said.at(-1) ?? '')).toEqual({
    event: 'done',
    format: 'html',
    bytes: Buffer.byteLength(html),
    largestPixelDifference: 0,
    pictures: 16,
  })

  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
  const hashIn = (element: RegExp) =>
    `'sha256-${createHash('sha256')
      .update(element.exec(html)?.[1] ?? '')
      .digest('base64')}'`
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hashIn(/<script>(.*?)<\/script>/s)}`,
    `style-src ${hashIn(/<style>(.*?)<\/style>/s)}`,
    'worker-src blob:',
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ])
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<title>'))
  expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
})
