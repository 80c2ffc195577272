// The commands as a shell calls them: a run is trained into a folder, sampled from it, and taken up again.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

const TINY = ['smoke', 'width=4', 'batch=4', 'latent=4', 'discriminatorSteps=1'].flatMap((value, i) => [i ? '--set' : '--preset', value])
const DATA = ['--data', 'builtin:shapes']

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('train, sample, and resume: the resumed run makes the steps of one that was never stopped', async () => {
  const whole = join(folder, 'whole')
  const parts = join(folder, 'parts')
  expect(await command('train', ...DATA, ...TINY, '--steps', '4', '--out', whole, '--json')).toMatchObject({ code: 0 })
  expect(await command('train', ...DATA, ...TINY, '--steps', '2', '--out', parts, '--json')).toMatchObject({ code: 0 })
  const resumed = await command('train', ...DATA, '--resume', parts, '--steps', '4', '--out', parts, '--json')
  expect(resumed.code).toBe(0)
  expect(resumed.lines.at(-1)).toMatchObject({ event: 'done', steps: 4, checkpoint: join(parts, 'checkpoint.safetensors') })
  expect(await readFile(join(parts, 'samples/step-000004.png'))).toEqual(await readFile(join(whole, 'samples/step-000004.png')))

  const grid = join(folder, 'grid.png')
  const drawn = await command('sample', '--run', parts, '--count', '6', '--grid', '3x2', '--out', grid, '--json')
  expect(drawn.lines.at(-1)).toMatchObject({ event: 'done', count: 6, step: 4 })
  expect(await sharp(grid).metadata()).toMatchObject({ width: 3 * 16 + 2, height: 2 * 16 + 1 }) // a pixel between neighbours

  const single = join(folder, 'single')
  await command('sample', '--run', parts, '--seed', '7', '--count', '2', '--out', single, '--json')
  expect(await readdir(single)).toEqual(['seed-000007.png', 'seed-000008.png'])
})

test('a run that is not there is one line and exit code 1; a wrong option is 2', async () => {
  const missing = await command('sample', '--run', join(folder, 'nowhere'), '--out', join(folder, 'a.png'), '--json')
  expect(missing).toMatchObject({ code: 1, lines: [] })
  expect(missing.errors).toContain('nowhere')
  expect((await command('sample', '--nonsense')).code).toBe(2)
})

/** Runs a command to its end; `lines` are the JSON objects on its standard output. */
function command(...args: string[]): Promise<{ code: number | null; lines: unknown[]; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/cli.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let errors = ''
    child.stdout.on('data', (text) => {
      out += text
    })
    child.stderr.on('data', (text) => {
      errors += text
    })
    child.once('error', reject)
    child.once('close', (code) => {
      const lines = out.split('\n').filter(Boolean)
      resolve({ code, lines: lines.map((line) => JSON.parse(line) as unknown), errors })
    })
  })
}
