// Seeded, counter-based randomness: a stream is a pure function of (seed, purpose, index), so a run that is resumed at step k
// draws what it would have drawn, and no state needs saving. Generator: Philox4x32-10 [Salmon et al. 2011, "Parallel random
// numbers: as easy as 1, 2, 3"]; known answers are in rng.test.ts.

/** What a stream is for. The numbers are part of every run's identity: never reuse or renumber one. */
export const PURPOSES = {
  initialWeights: 1,
  dataOrder: 2,
  flips: 3,
  latentD: 4,
  latentG: 5,
  augmentationD: 6,
  augmentationG: 7,
  sample: 8,
  calibration: 9,
  dataset: 10,
  examination: 11,
  heldOut: 12,
  scoring: 13,
  clusters: 14,
  silhouette: 15,
  probe: 16,
  map: 17,
  labelShare: 18,
  randomLabels: 19,
  classesD: 20,
  classesG: 21,
  sampleClass: 22,
  labelledOrder: 23,
  noiseLoop: 24,
  seedWalk: 25,
  directions: 26,
} as const
export type Purpose = keyof typeof PURPOSES

type Block = [number, number, number, number]

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16
  const aLow = a & 0xffff
  const bHigh = b >>> 16
  const bLow = b & 0xffff
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = aLow * bHigh + (middle % 0x10000)
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0
}

/** Ten rounds of Philox4x32: four counter words and two key words in, four random words out. */
export function philox(counter: Readonly<Block>, key: readonly [number, number]): Block {
  let [c0, c1, c2, c3] = counter
  let [k0, k1] = key
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0)
    const low0 = Math.imul(0xd2511f53, c0) >>> 0
    const high1 = multiplyHigh(0xcd9e8d57, c2)
    const low1 = Math.imul(0xcd9e8d57, c2) >>> 0
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + 0x9e3779b9) >>> 0
    k1 = (k1 + 0xbb67ae85) >>> 0
  }
  return [c0, c1, c2, c3]
}

/** A stream of random numbers. `index` is a step, an epoch or the number of an image: streams never overlap. */
export class RandomStream {
  private readonly key: readonly [number, number]
  private readonly index: number
  private block: Block = [0, 0, 0, 0]
  private drawn = 4
  private next = 0
  private spare: number | null = null

  constructor(seed: number, purpose: Purpose, index = 0) {
    this.key = [seed >>> 0, PURPOSES[purpose]]
    this.index = index
  }

  /** An integer from 0 to 2³² - 1. */
  bits(): number {
    if (this.drawn === 4) {
      this.block = philox([this.next++, this.index >>> 0, Math.floor(this.index / 2 ** 32), 0], this.key)
      this.drawn = 0
    }
    return this.block[this.drawn++] as number
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.bits() / 2 ** 32
  }

  /** An integer from 0 to limit - 1. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit)
  }

  /** Standard normal [Box and Muller 1958]. */
  normal(): number {
    if (this.spare !== null) {
      const value = this.spare
      this.spare = null
      return value
    }
    const radius = Math.sqrt(-2 * Math.log((this.bits() + 1) / 2 ** 32)) // in (0, 1]: no log of 0
    const angle = 2 * Math.PI * this.uniform()
    this.spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  uniforms(count: number): Float32Array {
    return Float32Array.from({ length: count }, () => this.uniform())
  }

  normals(count: number): Float32Array {
    return Float32Array.from({ length: count }, () => this.normal())
  }

  /** The numbers 0 to count - 1 in random order [Fisher and Yates, Durstenfeld 1964]. */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const kept = order[i] as number
      order[i] = order[j] as number
      order[j] = kept
    }
    return order
  }
}
