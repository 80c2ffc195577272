// The kernel distance [Bińkowski et al. 2018, "Demystifying MMD GANs", KID]: the squared maximum mean discrepancy of features under the
// kernel (x·y / width + 1)³, estimated without bias. It may be negative, is 0 in the mean for a perfect generator however few the images,
// and so needs no floor: its standard error says what is noise.
//
// Published code averages it over subsets of min(1000, n) images, drawn at random [Karras et al. 2020, stylegan2-ada metrics/
// kernel_inception_distance.py; Obukhov et al. 2020, torch-fidelity: 100 subsets]. In the mean over all such subsets every pair counts
// alike, whatever their size: that mean is the estimate from all pairs, which is what is computed here, with nothing left to a draw.
import type { FeatureTable } from '../features/feature-table.ts'
import { checkCount } from './check.ts'
import type { CreateMetric } from './metric.ts'
import type { PairObserver, TwoSets } from './pairs.ts'

export interface KernelDistance {
  readonly kid: number
  /**
   * Standard error of `kid`: how much it would move if both sets of images were drawn anew from where they came. It leaves each image out
   * in turn [jackknife, Tukey 1958], which errs on the large side, by up to a factor √2 when the two sets are alike [Efron and Stein 1981].
   * The spread over subsets, which others report, shrinks with the number of subsets and vanishes where a subset is the whole set. What
   * another run of the training would change is in neither.
   */
  readonly kidStderr: number
}

/** Fewest images a side: one is left out, and two must remain to make a pair. */
const LEAST = 3

/** Sums of the kernel for each image of a side. */
interface Sums {
  /** Over the other images of its own side. */
  readonly own: Float64Array
  /** Over the images of the other side. */
  readonly cross: Float64Array
}

export const kernelMetric: CreateMetric = ({ sets }) => {
  const observer = observeKernel(sets)
  return { observer, work: 0, scores: { kid: observer.result } }
}

const emptySums = ({ rows }: FeatureTable): Sums => ({ own: new Float64Array(rows), cross: new Float64Array(rows) })

export function observeKernel(sets: TwoSets): PairObserver & { result(): KernelDistance } {
  const sums = { real: emptySums(sets.real), fake: emptySums(sets.fake) }
  const { width } = sets.real
  const kernel = (product: number) => {
    const base = product / width + 1
    return base * base * base
  }
  return {
    own(side, i, products) {
      const { own } = sums[side]
      let total = 0
      for (let j = 0; j < i; j++) {
        const value = kernel(products[j] as number)
        total += value
        own[j] = (own[j] as number) + value
      }
      own[i] = (own[i] as number) + total
    },
    cross(i, products) {
      const { cross } = sums.fake
      let total = 0
      for (let j = 0; j < products.length; j++) {
        const value = kernel(products[j] as number)
        total += value
        cross[j] = (cross[j] as number) + value
      }
      sums.real.cross[i] = total
    },
    result() {
      checkCount(sets.real.rows, LEAST, 'real images', 'the kernel distance')
      checkCount(sets.fake.rows, LEAST, 'generated images', 'the kernel distance')
      return estimate(sums.real, sums.fake)
    },
  }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Mean kernel of two different images of a side. */
function meanOfPairs(sumOfOwn: number, count: number): number {
  return sumOfOwn / (count * (count - 1))
}

function estimate(real: Sums, fake: Sums): KernelDistance {
  const between = sumOf(real.cross) / (real.own.length * fake.own.length)
  const [withinReal, withinFake] = [real, fake].map(({ own }) => meanOfPairs(sumOf(own), own.length)) as [number, number]
  const variance = varianceFrom(real, fake.own.length) + varianceFrom(fake, real.own.length)
  return { kid: withinReal + withinFake - 2 * between, kidStderr: Math.sqrt(variance) }
}

/** Jackknife's variance of the estimate from leaving out the images of one side; what they do not change does not matter. */
function varianceFrom({ own, cross }: Sums, others: number): number {
  const count = own.length
  const [totalOwn, totalCross] = [sumOf(own), sumOf(cross)]
  const without = own.map((sum, i) => {
    const between = (totalCross - (cross[i] as number)) / ((count - 1) * others)
    return meanOfPairs(totalOwn - 2 * sum, count - 1) - 2 * between
  })
  const mean = sumOf(without) / count
  return ((count - 1) / count) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}
