// The parity table in Node: every kind of file as the built page decoded it in Chromium. `e2e/parity.spec.ts` compares all pixels of the page,
// of Node and of `<img>`, and writes what the page got to test-results/parity.fixture.json, from where the values here were taken.
import { expect, test } from 'vitest'
import { prepareImages } from '../../data/import.ts'
import { localImportPool } from '../../data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import { decodeInNode } from '../decode.ts'
import { MAX_LEVELS_APART, parityFiles, SAMPLE_POINTS } from './files.ts'
import FROM_PAGE from './parity.fixture.json' with { type: 'json' }
import { SIDE } from './picture.ts'

const EXPECTED = FROM_PAGE as Readonly<Record<string, readonly number[] | string>>

test('every kind of picture is decoded as in the page, or refused with the same sentence', async () => {
  const files = await parityFiles()
  const listed = files.map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    read: async (from: number, to: number) => Uint8Array.from(bytes.subarray(from, to)).buffer,
  }))
  const set = await prepareImages(listed, { ...DEFAULT_PREPARATION, size: SIDE }, localImportPool(decodeInNode), { name: 'parity' })
  const wrong: string[] = []
  for (const { kind, path } of files) {
    const expected = EXPECTED[kind]
    const i = set.paths.indexOf(path)
    const refusal = set.findings.find((finding) => finding.path === path && finding.image === null)?.sentence
    if (!expected || typeof expected === 'string') {
      if (refusal !== expected) wrong.push(`${kind}: ${refusal ?? 'decoded'}`)
      continue
    }
    const got = SAMPLE_POINTS.flatMap(([x, y]) => [0, 1, 2].map((c) => set.images[((i * SIDE + y) * SIDE + x) * 3 + c] ?? Number.NaN))
    const apart = Math.max(...got.map((value, at) => Math.abs(value - (expected[at] as number))))
    if (refusal || !(apart <= MAX_LEVELS_APART)) wrong.push(`${kind}: ${refusal ?? `${apart} levels apart`}`)
  }
  expect(wrong).toEqual([])
  expect(files.length).toBe(Object.keys(EXPECTED).length)
})
