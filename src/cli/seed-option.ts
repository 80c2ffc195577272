// The samples that a command line asks for: `--seeds` with a list, or `--count` of them from `--seed` on.
import { MAX_SEED } from '../spec/read-picture-code.ts'
import { grouped } from '../spec/words.ts'
import type { Options } from './arguments.ts'
import { UsageError } from './errors.ts'

const LIST = /^\d+(-\d+)?(,\d+(-\d+)?)*$/

/** @param count where none is given @param most that are taken @throws UsageError */
export function readSeeds(options: Options, count: number, most: number): number[] {
  const list = options.text('seeds')
  if (list !== undefined) {
    if (options.text('seed') !== undefined || options.text('count') !== undefined)
      throw new UsageError('--seeds lists all seeds: leave --seed and --count out.')
    return parseSeeds(list, most)
  }
  const first = options.count('seed', 1)
  const wanted = options.count('count', count, 1)
  checkCount(wanted, most)
  checkSeed(first + wanted - 1)
  return Array.from({ length: wanted }, (_, i) => first + i)
}

/** “1,5,9-12”. @throws UsageError */
function parseSeeds(list: string, most: number): number[] {
  if (!LIST.test(list)) throw new UsageError(`--seeds is a list of seeds such as 1,5,9-12, not “${list}”.`)
  const ranges = list.split(',').map((part) => {
    const [from = 0, to = from] = part.split('-').map(Number)
    if (to < from) throw new UsageError(`--seeds: “${part}” goes backwards.`)
    checkSeed(to)
    return { from, count: to - from + 1 }
  })
  checkCount(
    ranges.reduce((sum, { count }) => sum + count, 0),
    most,
  )
  return ranges.flatMap(({ from, count }) => Array.from({ length: count }, (_, i) => from + i))
}

function checkSeed(seed: number): void {
  if (seed > MAX_SEED) throw new UsageError(`Seeds are whole numbers up to ${grouped(MAX_SEED)}.`)
}

function checkCount(count: number, most: number): void {
  if (count > most) throw new UsageError(`Take at most ${grouped(most)} samples, not ${grouped(count)}.`)
}
