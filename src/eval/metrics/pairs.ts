// Every pair of images is looked at once for all scores that want it: the real ones among themselves, the generated ones among themselves,
// then each real one with each generated one.
import { checkTable } from '../features/check.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { checkWidths } from './check.ts'
import { type OnWork, scanOwnPairs, scanPairs, squaresOf } from './products.ts'

export type Side = 'real' | 'fake'

/** What a score adds up while the pairs go by: `own` of both sides first, then `cross`. */
export interface PairObserver {
  /** Image i of a side with those before it; the last product is its own square. */
  own(side: Side, i: number, products: Float64Array): void
  /** Real image i with all generated ones. */
  cross(i: number, products: Float64Array, squareReal: number, squaresFake: Float64Array): void
}

/** The tables of a comparison, real images and generated ones. */
export interface TwoSets {
  readonly real: FeatureTable
  readonly fake: FeatureTable
}

export function checkSets({ real, fake }: TwoSets): void {
  checkTable(real, 'real images')
  checkTable(fake, 'generated images')
  checkWidths(real.width, fake.width)
}

/** Multiplications of `observePairs`. */
export function pairWork({ real, fake }: TwoSets): number {
  return ((real.rows ** 2 + fake.rows ** 2) / 2 + real.rows * fake.rows) * real.width
}

export function observePairs({ real, fake }: TwoSets, observers: readonly PairObserver[], onWork?: OnWork): void {
  const visitOwn = (side: Side, table: FeatureTable) => {
    const visit = (i: number, products: Float64Array) => {
      for (const observer of observers) observer.own(side, i, products)
    }
    scanOwnPairs(table, visit, onWork)
  }
  visitOwn('real', real)
  visitOwn('fake', fake)
  const squaresReal = squaresOf(real)
  const squaresFake = squaresOf(fake)
  const visit = (i: number, products: Float64Array) => {
    for (const observer of observers) observer.cross(i, products, squaresReal[i] as number, squaresFake)
  }
  scanPairs(real, fake, visit, onWork)
}
