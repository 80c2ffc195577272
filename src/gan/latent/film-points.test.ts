// Films of paths in the very codes that the generator reads: keys met as they are, no seam, and each frame by the code of its picture.
import { describe, expect, test } from 'vitest'
import { PATH_METHODS } from '../../spec/blends.ts'
import type { PathFilm } from '../../spec/films.ts'
import { EASINGS } from '../../spec/paths.ts'
import { type LatentPoint, writePictureCode } from '../../spec/picture-code.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import { type CodeSpace, pointCode } from './codes.ts'
import { filmPoints } from './film-points.ts'

const SPACE: CodeSpace = { latent: 24, counts: [4, 2, 1], ramp: 1 }
const KEYS: readonly LatentPoint[] = [
  { seed: 3 },
  { seed: 11, class: 2 },
  { seed: 7, variety: 0.5 },
  { seed: 5, loop: { radius: 0.4, at: 0.3 } },
]

function film(method: PathFilm['path']['method'], closed: boolean, easing: (typeof EASINGS)[number] = 'even'): PathFilm {
  return { kind: 'path', path: { keys: KEYS.map((point) => ({ point, seconds: 2, easing })), method, closed } }
}
const codesOf = (path: PathFilm, frames: number) => filmPoints(path, frames, SPACE).map(([point]) => pointCode(point as LatentPoint, SPACE))
const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - (b[i] as number)))

describe.each(PATH_METHODS)('a film of a path by %s', (method) => {
  test.each(EASINGS)('%s: goes from its last frame to its first in a step like all others', (easing) => {
    const codes = codesOf(film(method, true, easing), 120)
    const steps = codes.map((code, i) => distance(code, codes[(i + 1) % codes.length] as Float32Array))
    const [seam = Number.NaN, before = Number.NaN] = [steps.at(-1), steps.at(-2)]
    expect(Math.max(...steps)).toBeLessThan(0.8) // of vectors of a length of about 5
    expect(seam).toBeLessThan(1.5 * before + 0.1)
  })

  test('shows every key as it is, and an open one ends at its last', () => {
    expect(filmPoints(film(method, true), 8, SPACE).filter((_, i) => i % 2 === 0)).toEqual(KEYS.map((point) => [point]))
    expect(filmPoints(film(method, false), 7, SPACE).filter((_, i) => i % 2 === 0)).toEqual(KEYS.map((point) => [point]))
  })

  test('has in each frame a picture whose code leads back to it', () => {
    for (const [point] of filmPoints(film(method, true), 30, SPACE)) {
      const code = { run: 'k3f9x2', step: 7, point: point as LatentPoint }
      const read = readPictureCode(writePictureCode(code))
      expect('code' in read && pointCode(read.code.point, SPACE)).toEqual(pointCode(code.point, SPACE))
    }
  })
})

test('what the studio changes of all pictures is changed of every frame', () => {
  const [[frame]] = filmPoints({ ...film('spline', true), variety: 0 }, 8, SPACE) as [[LatentPoint]]
  expect(
    pointCode(frame, SPACE)
      .subarray(0, SPACE.latent)
      .every((value) => value === 0),
  ).toBe(true)
})

test('other films say their points themselves', () => {
  expect(filmPoints({ kind: 'between', a: { seed: 1 }, b: { seed: 2 }, method: 'lerp' }, 2, SPACE)).toEqual([[{ seed: 1 }], [{ seed: 2 }]])
})
