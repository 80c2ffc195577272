// The bars of two losses on one scale.
import { expect, test } from 'vitest'
import { stackOf } from './loss-stack.ts'

test('parts above zero follow each other to the right of it, parts below to the left, and both bars have the same zero', () => {
  const { discriminator, generator } = stackOf({
    discriminator: [
      { name: 'a', value: 1, weight: 1 },
      { name: 'b', value: 4, weight: 0.5 },
      { name: 'c', value: 2, weight: 1 },
    ],
    generator: [
      { name: 'd', value: -1, weight: 1 },
      { name: 'e', value: 2, weight: 1 },
      { name: 'f', value: -0.5, weight: 2 },
      { name: 'g', value: -1, weight: 1 },
    ],
  })
  expect(discriminator).toEqual([
    { name: 'a', left: 37.5, width: 12.5 },
    { name: 'b', left: 50, width: 25 },
    { name: 'c', left: 75, width: 25 },
  ])
  expect(generator).toEqual([
    { name: 'd', left: 25, width: 12.5 },
    { name: 'e', left: 37.5, width: 25 },
    { name: 'f', left: 12.5, width: 12.5 },
    { name: 'g', left: 0, width: 12.5 },
  ])
})
