// Every score against numpy and scipy (reference/metrics_fixture.py), which compute them from their definitions in float64; those of classes are in classes.test.ts.
import { describe, test } from 'vitest'
import { frechetDistance, momentsOf } from './frechet.ts'
import { observeKernel } from './kid.ts'
import { observeManifold } from './manifold.ts'
import fixture from './metrics.fixture.json' with { type: 'json' }
import { multiScaleSimilarity } from './ms-ssim.ts'
import { memorisation, nearestIn } from './nearest.ts'
import { observePairs } from './pairs.ts'
import { createBits, drawTable, expectClose } from './test-support.ts'

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

function drawPictures(seed: number, size: number): [Float64Array, Float64Array] {
  const bits = createBits(seed)
  const pattern = (at: number) => (3 * (at % size) * Math.floor(at / size) + 5 * (at % size)) % 180
  const one = Float64Array.from({ length: size * size }, (_, at) => pattern(at) + (bits() % 60))
  return [one, one.map((value) => Math.floor((3 * value) / 4) + (bits() % 50))]
}
