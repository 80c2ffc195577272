// Numbers as WGSL text. That a shader compiles with them, src/gan/losses/losses.gpu.test.ts shows.
import { describe, expect, test } from 'vitest'
import { wgslFloat } from './wgsl-float.ts'

describe('a number is written as a WGSL float', () => {
  test.each([
    [0, '0.0'],
    [1, '1.0'],
    [0.5, '0.5'],
    [1e-7, '1e-7'],
    [1e10, '10000000000.0'],
    [1e30, '1e+30'],
    [-1, '(-1.0)'],
    [-0.25, '(-0.25)'],
    [-1e-7, '(-1e-7)'],
  ])('%d as %s', (value, text) => {
    expect(wgslFloat(value)).toBe(text)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e39])('%d is refused', (value) => {
    expect(() => wgslFloat(value)).toThrow(RangeError)
  })
})
