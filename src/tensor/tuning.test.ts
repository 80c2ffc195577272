import { describe, expect, test } from 'vitest'
import { createTuner, fastest, merged, recall, type Trial, tune } from './tuning.ts'

const BUDGET = 2000

describe('the fastest', () => {
  test.each([
    ['a variant that is clearly faster', [[10, 8, 9]], 1],
    ['the usual one where another is only a little faster', [[10, 9.6]], 0],
    ['the usual one where all are slower', [[10, 11, 30]], 0],
    [
      'the best of several rounds',
      [
        [10, 9, 9.4],
        [10, 9, 8],
        [10, 9, 9.4],
      ],
      2,
    ],
    [
      'the usual one where another was not faster every time',
      [
        [10, 5],
        [10, 11],
        [10, 5],
      ],
      0,
    ],
    ['the only one', [[10]], 0],
  ] as [string, number[][], number][])('is %s', (_, rounds, wanted) => {
    expect(fastest(rounds)).toBe(wanted)
  })
})

/** A device with a clock of its own: compiling a variant takes as long as `compiling` says, one run as long as its place in `runs`. */
function device() {
  let clock = 0
  let stopAt = Number.POSITIVE_INFINITY
  let open = 0
  const measured: string[] = []
  const trialOf = ({ key, runs, compiling }: Job): Trial => {
    const compiled = new Set<number>()
    open++
    measured.push(key)
    return {
      async time(variant, times) {
        if (!compiled.has(variant)) clock += compiling
        compiled.add(variant)
        const ms = runs[variant] as number
        if (Number.isNaN(ms)) throw new Error('this variant needs too many registers')
        clock += ms * times
        return ms * times
      },
      dispose() {
        open--
      },
    }
  }
  return {
    measured,
    stopAfter(ms: number) {
      stopAt = ms
    },
    settled: [] as [string, number, readonly number[]][],
    async tune(...jobs: Job[]) {
      const choices = await tune<string, Job>(
        jobs,
        async (job) => trialOf(job),
        () => clock,
        () => clock >= stopAt,
        ({ key }, chosen, ms) => this.settled.push([key, chosen, ms]),
      )
      return { choices: Object.fromEntries(choices), clock, open }
    },
  }
}

interface Job {
  readonly key: string
  readonly flops: number
  readonly variants: readonly string[]
  readonly runs: readonly number[]
  readonly compiling: number
}

function job(key: string, flops: number, runs: readonly number[], compiling = 10): Job {
  return { key, flops, runs, compiling, variants: runs.map((_, i) => `${key}${i}`) }
}

describe('tuning', () => {
  test('settles all that there is time for, the largest first', async () => {
    const gpu = device()
    const { choices, open } = await gpu.tune(job('small', 1, [0.1, 0.05]), job('large', 9, [3, 2, 1]), job('middle', 4, [1, 1.5]))
    expect(choices).toEqual({ large: 'large2', middle: 'middle0', small: 'small1' })
    expect(gpu.measured).toEqual(['large', 'middle', 'small'])
    expect(open).toBe(0)
  })

  test('tells of each that is settled which variant won, and what one run of every variant takes', async () => {
    const gpu = device()
    await gpu.tune(job('small', 1, [0.1, 0.05]), job('large', 9, [30, 20, 10]), job('slow', 8, [200, 100, 100]))
    const told = gpu.settled.map(([key, chosen, ms]) => [key, chosen, ms.map((time) => Number(time.toFixed(3)))])
    expect(told).toEqual([
      ['large', 2, [30, 20, 10]],
      ['small', 1, [0.1, 0.05]],
    ])
  })

  test('what would take too long is left as it is, for what is smaller', async () => {
    const gpu = device()
    const { choices, clock } = await gpu.tune(
      job('slow', 9, [200, 100, 100]),
      job('compiles long', 8, [20, 10, 10], 700),
      job('quick', 1, [20, 10]),
    )
    expect(choices).toEqual({ quick: 'quick1' })
    expect(clock).toBeLessThan(BUDGET)
  })

  test('ends with the time, but for one measurement', async () => {
    const gpu = device()
    const { choices, clock } = await gpu.tune(...Array.from({ length: 50 }, (_, i) => job(`${i}`, 50 - i, [20, 30, 40])))
    expect(Object.keys(choices).length).toBeGreaterThan(3)
    expect(gpu.measured.length).toBeLessThan(50)
    expect(clock).toBeLessThan(BUDGET + 40)
  })

  test('where another variant is so slow that time runs out on the way, nothing is settled', async () => {
    const { choices, clock, open } = await device().tune(job('uneven', 1, [30, 900]))
    expect({ choices, open }).toEqual({ choices: {}, open: 0 })
    expect(clock).toBeLessThan(BUDGET + 900)
  })

  test('a variant that the device refuses leaves the usual one, and the next is measured', async () => {
    const { choices, open } = await device().tune(job('refused', 9, [20, Number.NaN]), job('good', 1, [20, 10]))
    expect({ choices, open }).toEqual({ choices: { good: 'good1' }, open: 0 })
  })

  test('stops when it is told to, and keeps what is settled', async () => {
    const gpu = device()
    gpu.stopAfter(200)
    const { choices, clock, open } = await gpu.tune(job('first', 9, [10, 5]), job('second', 8, [20, 10]), job('third', 1, [20, 10]))
    expect({ choices, open, measured: gpu.measured }).toEqual({ choices: { first: 'first1' }, open: 0, measured: ['first', 'second'] })
    expect(clock).toBeLessThan(250)
  })

  test('is not for an adapter that imitates a GPU', () => {
    const store = { load: async () => null, save: async () => undefined }
    expect(createTuner({ software: true }, store, () => 0)).toBeUndefined()
    expect(createTuner({ software: false }, store, () => 0)?.store).toBe(store)
  })
})

describe('what was saved', () => {
  const tunables = [
    { key: 'a', flops: 1, variants: [{ rows: 8 }, { rows: 4 }] },
    { key: 'b', flops: 1, variants: [{ rows: 8 }] },
  ]

  test('is taken where it is one of the variants', () => {
    expect([...recall(JSON.parse('{"a":{"rows":4},"b":{"rows":8},"c":{"rows":2}}'), tunables)]).toEqual([
      ['a', { rows: 4 }],
      ['b', { rows: 8 }],
    ])
  })

  test.each([null, undefined, 7, 'text', [], [{ rows: 4 }], {}, { a: null, b: 'x' }, { a: { rows: 5 }, b: { rows: 8, more: 1 } }])(
    'is forgotten where it is damaged or outdated: %j',
    (saved) => {
      expect(recall(saved, tunables).size).toBe(0)
    },
  )

  test('stays beside new choices, unless it is damaged', () => {
    expect(merged({ a: 1, b: 2 }, new Map([['b', 3]]))).toEqual({ a: 1, b: 3 })
    expect(merged('damaged', new Map([['b', 3]]))).toEqual({ b: 3 })
    expect(merged([1], new Map([['b', 3]]))).toEqual({ b: 3 })
  })
})
