// What training steps measure, by name, from where it is computed to the means of a report. Names and values travel together, so a new
// statistic is one line where it is computed.
import { accumulate } from '../tensor/ops/accumulate/accumulate.ts'
import { noteBroken } from '../tensor/ops/note-broken/note-broken.ts'
import { readNumbers, readWhileChanging } from '../tensor/readback.ts'
import { setValues } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'

/** Names and, in the same order, their values on the device. */
export interface Statistics {
  readonly names: readonly string[]
  readonly values: tf.Tensor1D
  /** Names whose values mean nothing with these settings, such as a rotation accuracy where no image is rotated: a report says null. */
  readonly unmeasured?: readonly string[]
  /**
   * Of values that are sums over some images of a batch the name of what counts these images. A report says the mean over all of them, and
   * null where there were none: batches with few of them count as little as they have.
   */
  readonly countedBy?: Readonly<Record<string, string>>
}

/** More statistics of the same pass. */
export function withStatistics(statistics: Statistics, more: Readonly<Record<string, tf.Scalar>>): Statistics {
  const values = Object.values(more).map((value): tf.Tensor1D => tf.reshape(value, [1]))
  return { ...statistics, names: [...statistics.names, ...Object.keys(more)], values: tf.concat([statistics.values, ...values]) }
}

/** `tf.tidy` for work that returns statistics. */
export function tidyStatistics(work: () => Statistics): Statistics {
  let measured: Omit<Statistics, 'values'> = { names: [] }
  const values = tf.tidy(() => {
    const statistics = work()
    measured = statistics
    return statistics.values
  })
  return { ...measured, values }
}

/** The statistics of several passes, one after another. */
export function concatStatistics(passes: readonly Statistics[]): Statistics {
  return {
    names: passes.flatMap(({ names }) => names),
    values: tf.concat(passes.map(({ values }) => values)),
    unmeasured: passes.flatMap(({ unmeasured = [] }) => unmeasured),
    countedBy: Object.assign({}, ...passes.map(({ countedBy }) => countedBy)),
  }
}

/** The mean over passes that measure the same. */
export function meanStatistics(passes: readonly Statistics[]): Statistics {
  const [first, ...more] = passes
  if (!first) throw new Error('no pass, no statistics')
  if (more.length === 0) return first
  return { ...first, values: tf.mean(tf.stack(passes.map(({ values }) => values)), 0) } // [passes, names] → [names]
}

/** Most statistics of a step: the sums lie on the device before the first step tells how many there are. */
const MAX_STATISTICS = 31
/** Behind the sums stands whether a weight is not finite. */
const ENTRIES = MAX_STATISTICS + 1

/** Sums over steps that measure the same, on the device. */
class Sums {
  readonly tensor: tf.Variable = tf.tidy(() => tf.variable(tf.zeros([ENTRIES])))
  names: readonly string[] = []
  unmeasured: readonly string[] = []
  countedBy: Readonly<Record<string, string>> = {}
  steps = 0

  add({ names, values, unmeasured = [], countedBy = {} }: Statistics): void {
    if (names.length !== values.size) throw new Error(`${names.length} names for ${values.size} statistics`)
    if (names.length > MAX_STATISTICS) throw new Error(`a step has at most ${MAX_STATISTICS} statistics`)
    this.names = names
    this.unmeasured = unmeasured
    this.countedBy = countedBy
    accumulate(this.tensor, values)
  }

  /** Of a network. */
  watch(weights: readonly tf.Tensor[]): void {
    noteBroken(this.tensor, weights)
  }
}

/** Sums of the statistics of all steps since the last report. Steps of different structures may measure different things. */
export class StatisticsTotals {
  private readonly sums = new Map<string, Sums>()
  /** Of the last step. */
  private latest: Sums | null = null

  /** The sums of the steps of a structure. The tensor outlives the steps, which change it in place. */
  of(structure: string): Pick<Sums, 'tensor' | 'add' | 'watch'> {
    const sums = this.sums.get(structure) ?? new Sums()
    this.sums.set(structure, sums)
    return sums
  }

  /** Notes that a step of a structure was queued. */
  countStep(structure: string): void {
    const sums = this.sums.get(structure)
    if (!sums) return
    sums.steps++
    this.latest = sums
  }

  /** Whether the weights after the last step, and the sums of its structure, are finite: what is not stays so. Steps may be queued meanwhile. */
  async areFinite(): Promise<boolean> {
    if (!this.latest) return true
    const { tensor, names, unmeasured } = this.latest
    const values = await readWhileChanging(tensor)
    return values[MAX_STATISTICS] === 0 && names.every((name, k) => Number.isFinite(values[k]) || unmeasured.includes(name))
  }

  /** Means by name, each over the steps that measured it, null for what is not measured; one readback. */
  async read(): Promise<Readonly<Record<string, number | null>>> {
    const used = [...this.sums.values()].filter(({ steps }) => steps > 0)
    const [only, ...more] = used
    if (!only) return {}
    const all = more.length === 0 ? only.tensor : tf.concat(used.map(({ tensor }) => tensor))
    const values = await readNumbers(all)
    if (all !== only.tensor) all.dispose()
    const [totals, steps] = [new Map<string, number>(), new Map<string, number>()]
    used.forEach((sums, i) => {
      sums.names.forEach((name, k) => {
        totals.set(name, (totals.get(name) ?? 0) + (values[i * ENTRIES + k] as number))
        steps.set(name, (steps.get(name) ?? 0) + sums.steps)
      })
    })
    const unmeasured = new Set(used.flatMap((sums) => sums.unmeasured))
    const countedBy: Readonly<Record<string, string>> = Object.assign({}, ...used.map((sums) => sums.countedBy))
    return Object.fromEntries(
      [...totals].map(([name, total]) => {
        const count = countedBy[name] === undefined ? steps.get(name) : totals.get(countedBy[name])
        return [name, unmeasured.has(name) || !count ? null : total / count]
      }),
    )
  }

  /** Begins anew. */
  clear(): void {
    for (const sums of this.sums.values()) {
      if (sums.steps > 0) setValues(sums.tensor, new Float32Array(ENTRIES))
      sums.steps = 0
    }
  }

  dispose(): void {
    for (const { tensor } of this.sums.values()) tensor.dispose()
    this.sums.clear()
    this.latest = null
  }
}
