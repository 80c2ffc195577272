// `export --format pytorch`.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { main } from '../index.ts'
import { captureOutput, checkpointBytes } from '../test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-pytorch-'))
afterAll(() => rm(folder, { recursive: true }))
const at = (name: string) => join(folder, name)

test('a run becomes a zip with its last state and its settings, also where the state is from an older version', async () => {
  const said = captureOutput()
  await writeFile(at('old.safetensors'), checkpointBytes())
  const exported = (...more: string[]) =>
    main(
      'export',
      ['--run', at('old.safetensors'), '--format', 'pytorch', '--out', at('run.zip'), '--json', '--backend', 'wasm', ...more],
      { root: process.cwd() },
    )
  expect(await exported()).toBe(0)
  const zip = await readFile(at('run.zip'))
  expect(JSON.parse(said.at(-1) ?? '')).toEqual({ event: 'done', format: 'pytorch', bytes: zip.length })
  const files: Readonly<Record<string, Uint8Array>> = unzipSync(zip)
  expect(strFromU8(files['directions.safetensors'] as Uint8Array)).toContain('"directions/shifts/norm3":{"dtype":"F32","shape":[16,')
  expect(readCheckpoint(files['weights.safetensors'] as Uint8Array)).toMatchObject({ content: 'state', step: 500, elapsedSeconds: 12.5 })
  expect(JSON.parse(strFromU8(files['config.json'] as Uint8Array))).toMatchObject({
    run: 'run',
    step: 500,
    config: { size: 16, loss: 'hinge' },
  })
  expect(await exported('--force', '--step', '7')).toBe(2)
  expect(said.at(-1)).toContain('The networks of step 7 are not kept in this run; those of 500 are.')
})
