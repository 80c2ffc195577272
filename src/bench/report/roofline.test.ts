import { expect, test } from 'vitest'
import { rooflineOf } from './roofline.ts'

const PEAK = { gflops: 1000, gbps: 100 } // 10 operations a byte

test('a compute-bound kernel is compared with the peak of arithmetic', () => {
  expect(rooflineOf({ ms: 4, flops: 2e9, bytes: 1e6 }, PEAK)).toEqual({ roofline: 0.5, bound: 'arithmetic' })
})

test('a memory-bound kernel is compared with the memory bandwidth', () => {
  expect(rooflineOf({ ms: 4, flops: 1e6, bytes: 1e8 }, PEAK)).toEqual({ roofline: 0.25, bound: 'memory' })
})

test('without both peaks there is no roofline', () => {
  expect(rooflineOf({ ms: 4, flops: 2e9, bytes: 1e6 }, null)).toEqual({ roofline: null, bound: null })
  expect(rooflineOf({ ms: 4, flops: 2e9, bytes: 1e6 }, { ...PEAK, gbps: null })).toEqual({ roofline: null, bound: null })
})
