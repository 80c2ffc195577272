// The NumPy file: checked byte by byte against what numpy.save writes for the same array (version 1.0, numpy 1.24).
import { expect, test } from 'vitest'
import { npyBytes } from './npy.ts'

test('a table is written byte for byte as numpy does', () => {
  const bytes = npyBytes({ values: Float32Array.of(1, 2, 3, -0.5, 0, 1e10), rows: 2, width: 3 })
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)
  expect(bytes.subarray(0, 128).toString('latin1')).toBe(`\x93NUMPY\x01\x00\x76\x00${header}\n`)
  expect([...new Float32Array(new Uint8Array(bytes.subarray(128)).buffer)]).toEqual([1, 2, 3, -0.5, 0, 1e10])
})
