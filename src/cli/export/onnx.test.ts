// `export --format onnx`: what it says, and what it refuses. That the files are right is tested where they are written (export/onnx).
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-web'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { main } from '../index.ts'
import { captureOutput, checkpointBytes } from '../test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-onnx-'))
const run = join(folder, 'run.safetensors')
const out = join(folder, 'network.onnx')
beforeAll(() => writeFile(run, withWeights(checkpointBytes())))
afterAll(() => rm(folder, { recursive: true }))

let said: readonly string[] = []
beforeEach(() => {
  said = captureOutput()
})

/** The same checkpoint with weights that are not 0. */
function withWeights(checkpoint: Buffer): Buffer {
  const stream = new RandomStream(5, 'initialWeights')
  const start = 8 + Number(checkpoint.readBigUInt64LE(0)) // the tensors are behind the header
  for (let at = start; at < checkpoint.length; at += 4) checkpoint.writeFloatLE(stream.normals(1)[0] as number, at)
  return checkpoint
}

const exported = (...args: string[]) => {
  const always = ['--run', run, '--format', 'onnx', '--out', out, '--backend', 'wasm', '--force', '--json']
  return main('export', [...always, ...args], { root: process.cwd() })
}

/** Names of inputs and outputs with their shapes. */
async function valuesOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const session = await InferenceSession.create(await readFile(file))
  const values = [...session.inputMetadata, ...session.outputMetadata]
  await session.release()
  return Object.fromEntries(values.map((value) => [value.name, value.isTensor && value.shape]))
}

test('a generator is compared with the run in sixteen pictures, whatever its layout', async () => {
  for (const [layout, images] of [
    ['nchw', ['N', 3, 16, 16]],
    ['nhwc', ['N', 16, 16, 3]],
  ] as const) {
    expect(await exported('--layout', layout)).toBe(0)
    const { length } = await readFile(out)
    const { largestPixelDifference, ...done } = JSON.parse(said.at(-1) ?? '')
    expect(done).toEqual({ event: 'done', format: 'onnx', bytes: length, pictures: 16 })
    expect(largestPixelDifference).toBeLessThanOrEqual(2)
    expect(await valuesOf(out)).toEqual({ latent: ['N', 8], images })
  }
})

test('the discriminator is written with --network features', async () => {
  expect(await exported('--network', 'features')).toBe(0)
  expect(await valuesOf(out)).toEqual({ images: ['N', 3, 16, 16], features: ['N', 128], real_logit: ['N', 1], rotation_logits: ['N', 4] })
})

test('a network, a layout or a step that there is not is refused in a sentence', async () => {
  expect(await exported('--network', 'discriminator')).toBe(2)
  expect(said.at(-1)).toBe('--network is one of generator, features, not “discriminator”.')
  expect(await exported('--layout', 'hwc')).toBe(2)
  expect(said.at(-1)).toBe('--layout is one of nchw, nhwc, not “hwc”.')
  expect(await exported('--step', '7')).toBe(2)
  expect(said.at(-1)).toBe('The networks of step 7 are not kept in this run; those of 500 are.')
})
