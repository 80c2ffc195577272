// The bars of two losses on one scale.
import { expect, test } from 'vitest'
import { stackOf } from './loss-stack.ts'

test('parts above zero follow each other to the right of it, parts below to the left, and both bars have the same zero', () => {
  const { discriminator, generator } = stackOf({
    discriminator: [
      { name: 'a', value: 1, weight: 1 },
      { name: 'b', value: 4, weight: 0.5 },
    ],
    generator: [
      { name: 'c', value: -1, weight: 1 },
      { name: 'd', value: 2, weight: 1 },
    ],
  })
  expect(discriminator).toEqual([
    { name: 'a', left: 25, width: 25 },
    { name: 'b', left: 50, width: 50 },
  ])
  expect(generator).toEqual([
    { name: 'c', left: 0, width: 25 },
    { name: 'd', left: 25, width: 50 },
  ])
})
