// Seeds on the command line.
import { expect, test } from 'vitest'
import { parseOptions } from './arguments.ts'
import { readSeeds } from './seed-option.ts'

const KINDS = { seeds: { type: 'string' }, seed: { type: 'string' }, count: { type: 'string' } } as const
const read = (...args: string[]) => readSeeds(parseOptions(args, KINDS, 'usage'), 3, 100)

test('seeds are listed, also in ranges, or counted from one on', () => {
  expect(read('--seeds', '7,1,9-12,1')).toEqual([7, 1, 9, 10, 11, 12, 1])
  expect(read()).toEqual([1, 2, 3])
  expect(read('--seed', '40', '--count', '2')).toEqual([40, 41])
  expect(read('--seeds', '4294967295')).toEqual([2 ** 32 - 1])
  expect(read('--seed', '4294967294', '--count', '2')).toEqual([2 ** 32 - 2, 2 ** 32 - 1])
})

test.each([
  [['--seeds', '1,'], 'is a list of seeds such as 1,5,9-12, not “1,”'],
  [['--seeds', '-3'], '--seeds'],
  [['--seeds', '1.5'], 'is a list of seeds'],
  [['--seeds', '12-9'], '“12-9” goes backwards'],
  [['--seeds', '4294967296'], 'Seeds are whole numbers up to 4,294,967,295.'],
  [['--seed', '4294967295', '--count', '2'], 'Seeds are whole numbers up to'],
  [['--seeds', '1-101'], 'Take at most 100 samples, not 101.'],
  [['--seeds', '1-4294967295'], 'Take at most 100 samples'],
  [['--count', '101'], 'Take at most 100 samples'],
  [['--seeds', '1', '--count', '2'], 'leave --seed and --count out'],
] as const)('%s is refused in a sentence', (args, sentence) => {
  expect(() => read(...args)).toThrow(sentence)
})
