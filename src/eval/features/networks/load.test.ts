// Files that are not the network's are refused with a sentence; files that are, are read on a device (src/cli/features.gpu.test.ts).
import { describe, expect, test } from 'vitest'
import { FeatureError } from '../../errors.ts'
import { loadNetwork, readNetwork } from './load.ts'
import { mobilenetV2 } from './mobilenet-v2.ts'

const TENSORS = Object.entries(mobilenetV2.parameters).map(([name, shape]) => ({ name, shape, min: 0, scale: 1 }))

function refusal(manifest: string, bytes = new Uint8Array(0)): string {
  try {
    readNetwork(
      mobilenetV2,
      Uint8Array.from(manifest, (letter) => letter.charCodeAt(0)),
      bytes,
    )
  } catch (error) {
    if (error instanceof FeatureError) return error.message
    throw error
  }
  return 'none'
}

describe('a manifest', () => {
  test.each([
    ['that is a page instead', '<!doctype html>'],
    ['that is null', 'null'],
    ['without tensors', JSON.stringify({ sha256: 'ab' })],
    ['without a hash', JSON.stringify({ tensors: TENSORS })],
    ['that lacks a tensor', JSON.stringify({ sha256: 'ab', tensors: TENSORS.slice(1) })],
    ['with one twice', JSON.stringify({ sha256: 'ab', tensors: [TENSORS[1], ...TENSORS.slice(1)] })],
    ['with another shape', JSON.stringify({ sha256: 'ab', tensors: [{ ...TENSORS[0], shape: [3, 3, 3, 32] }, ...TENSORS.slice(1)] })],
  ])('%s is refused', (_, manifest) => {
    expect(refusal(manifest)).toMatch(/^mobilenet-v2\.json does not describe MobileNetV2/)
  })
})

test('weights that are cut off are refused with both lengths', () => {
  expect(refusal(JSON.stringify({ sha256: 'ab', tensors: TENSORS }), new Uint8Array(1000))).toMatch(
    /^mobilenet-v2\.bin has 1000 bytes where/,
  )
})

test('files that cannot be fetched are refused with advice', async () => {
  const loading = loadNetwork('mobilenet-v2', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(loading).rejects.toThrow(FeatureError)
  await expect(loading).rejects.toThrow(/^MobileNetV2 could not be loaded \(Failed to fetch\)\. Check/)
})
