// Every score against numpy and scipy (reference/metrics_fixture.py), which compute them from their definitions in float64.
import { describe, expect, test } from 'vitest'
import type { FeatureTable } from '../features/feature-table.ts'
import { frechetDistance, momentsOf } from './frechet.ts'
import { observeKernel } from './kid.ts'
import { observeManifold } from './manifold.ts'
import fixture from './metrics.fixture.json' with { type: 'json' }
import { multiScaleSimilarity } from './ms-ssim.ts'
import { memorisation, nearestIn } from './nearest.ts'
import { observePairs } from './pairs.ts'

const TOLERANCE = 1e-6

/** Every number of what is expected, as a share of itself. */
function expectClose(seen: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, number | readonly number[]>>): void {
  for (const [name, wanted] of Object.entries(expected)) {
    const values = [seen[name] as number | ArrayLike<number>].flatMap((value) => (typeof value === 'number' ? value : Array.from(value)))
    const errors = [wanted].flat().map((value, i) => Math.abs((values[i] as number) - value) / Math.max(Math.abs(value), TOLERANCE))
    expect(Math.max(...errors), `${name}: ${values} for ${wanted}`).toBeLessThan(TOLERANCE)
  }
}

describe.each(fixture.cases)('$name', ({ expected, ...given }) => {
  const { width } = given
  const real = drawTable({ ...given.real, width })
  const fake = drawTable({ ...given.fake, width })
  const copied = given.copied ?? 0
  fake.values.set(real.values.subarray((real.rows - copied) * width))

  test('the Fréchet distance', () => {
    expectClose({ frechet: frechetDistance(momentsOf(real), momentsOf(fake)) }, { frechet: expected.frechet })
  })

  test('the kernel distance with its error, precision and recall, density and coverage', () => {
    const [kernel, manifold] = [observeKernel({ real, fake }), observeManifold({ real, fake })]
    observePairs({ real, fake }, [kernel, manifold])
    const { kid, kidStderr, precision, recall, density, coverage } = expected
    expectClose(
      { ...kernel.result(), ...manifold.precisionRecall(), ...manifold.densityCoverage() },
      { kid, kidStderr, precision, recall, density, coverage },
    )
  })

  test('the nearest training images and the share of copies', () => {
    const training = drawTable({ ...fixture.training, width })
    const samples = nearestIn(training, fake, 'generated images')
    expectClose({ ...samples }, expected.nearest)
    const heldOut = nearestIn(training, drawTable({ ...fixture.heldOut, width }), 'held-out images')
    expectClose({ ...memorisation(samples, heldOut) }, expected.memorisation)
  })
})

test.each(fixture.pictures)('the multi-scale similarity of two pictures of $size pixels', ({ seed, size, similarity }) => {
  expectClose({ similarity: multiScaleSimilarity(...drawPictures(seed, size), size) }, { similarity })
})

/** The minimal standard generator [Park and Miller 1988], as the oracle has it. */
function createBits(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state
  }
}

interface Recipe {
  readonly seed: number
  readonly rows: number
  readonly width: number
  readonly offset?: number
  readonly scale?: number
  readonly dependent?: boolean
}

function drawTable({ seed, rows, width, offset = 0, scale = 1, dependent = false }: Recipe): FeatureTable {
  const bits = createBits(seed)
  const values = new Float32Array(rows * width)
  for (let first = 0; first < values.length; first += width) {
    let before = 0
    for (let k = 0; k < width; k++) {
      before = 0.5 * before + (2 * (bits() / 2147483647) - 1)
      values[first + k] = offset + scale * before
    }
    if (dependent) values.set([0, values[first + 4] as number, 2 * (values[first + 4] as number)], first + 3)
  }
  return { values, rows, width }
}

function drawPictures(seed: number, size: number): [Float64Array, Float64Array] {
  const bits = createBits(seed)
  const pattern = (at: number) => (3 * (at % size) * Math.floor(at / size) + 5 * (at % size)) % 180
  const one = Float64Array.from({ length: size * size }, (_, at) => pattern(at) + (bits() % 60))
  return [one, one.map((value) => Math.floor((3 * value) / 4) + (bits() % 50))]
}
