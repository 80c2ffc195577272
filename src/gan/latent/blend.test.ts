// What is dragged as a point with a code: short where the code can say the way, and always the picture that was asked for.
import { describe, expect, test } from 'vitest'
import type { Blend, EditedBlend } from '../../spec/blends.ts'
import { readLatent, writeLatent } from '../../spec/latent-text.ts'
import { type LatentPoint, writePictureCode } from '../../spec/picture-code.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import { blendPoint } from './blend.ts'
import { type CodeSpace, latentOfPoint, pointCode, weightsOfPoint } from './codes.ts'
import { betweenFour, interpolate, latentOfSeed, ofFour } from './latent.ts'
import { splineThrough } from './spline.ts'

const LATENT = 16
const vectors = [1, 2].map((seed) => latentOfSeed(100 + seed, LATENT).map((value) => value / 4))
const directions = { sets: { pc: vectors.map((vector) => ({ share: 0, vector })), cf: [] }, shifts: null }
const NONE: CodeSpace = { latent: LATENT, counts: [], ramp: 1, directions }
const CLASSES: CodeSpace = { ...NONE, counts: [3, 2, 1, 4, 2], ramp: 0.5 }
const GRID = 2.5 / 128

type Corners = Extract<Blend, { kind: 'pad' }>['corners']
const SEEDS: Corners = [{ seed: 1 }, { seed: 2 }, { seed: 3 }, { seed: 4 }]
const EDITED: Corners = [{ seed: 1 }, { seed: 2, variety: 0.5 }, { seed: 3, loop: { radius: 0.5, at: 0.2 } }, { seed: 4 }]
const pad = (corners: Corners, x: number, y: number, space = NONE) => blendPoint({ blend: { kind: 'pad', corners, x, y } }, space)
type PathMethod = Extract<Blend, { kind: 'path' }>['method']
const path = (keys: readonly LatentPoint[], method: PathMethod, closed: boolean, at: number, space = NONE) =>
  blendPoint({ blend: { kind: 'path', keys, method, closed, at } }, space)

function expectNear(z: Float32Array, wanted: Float32Array, most = GRID): void {
  z.forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(most + 1e-6)
  })
}

/** Read from its code again, the point is drawn as it is now. */
function expectSameByCode(point: LatentPoint, space: CodeSpace): void {
  const read = readPictureCode(writePictureCode({ run: 'run', step: 1, point }))
  if ('problem' in read) throw new Error(read.problem)
  expect(pointCode(read.code.point, space)).toEqual(pointCode(point, space))
}

describe('a pad', () => {
  test('of plain seeds is a pad, on its edges a way, and in its corners a seed', () => {
    expect(pad(SEEDS, 1 / 3, 0.5)).toEqual({
      seed: 1,
      pad: { topRight: { seed: 2 }, bottomLeft: { seed: 3 }, bottomRight: { seed: 4 }, x: 0.333333, y: 0.5 },
    })
    expect(pad(SEEDS, 0.25, 1)).toEqual({ seed: 3, towards: { seed: 4, at: 0.25, method: 'slerp' } })
    expect(pad(SEEDS, 1, 0.25)).toEqual({ seed: 2, towards: { seed: 4, at: 0.25, method: 'slerp' } })
    expect([pad(SEEDS, 0, 0), pad(SEEDS, 1, 0), pad(SEEDS, 0, 1), pad(SEEDS, 1, 1)]).toEqual(SEEDS)
  })

  test('goes without a jump from its edges inwards', () => {
    for (const [x, y, innerX, innerY] of [
      [0.3, 0, 0.3, 1e-6],
      [0.3, 1, 0.3, 1 - 1e-6],
      [0, 0.6, 1e-6, 0.6],
      [1, 0.6, 1 - 1e-6, 0.6],
    ] as const) {
      expectNear(latentOfPoint(pad(SEEDS, x, y), NONE), latentOfPoint(pad(SEEDS, innerX, innerY), NONE), 1e-4)
    }
  })

  test('of edited corners has the latent between theirs, and meets them exactly', () => {
    const point = pad(EDITED, 0.4, 0.7)
    const wanted = betweenFour(
      ofFour(EDITED, (corner) => latentOfPoint(corner, NONE)),
      0.4,
      0.7,
    )
    expect(point).toEqual({ seed: 1, latent: writeLatent(wanted) })
    expectNear(latentOfPoint(point, NONE), wanted)
    expect(pad(EDITED, 0, 1)).toEqual(EDITED[2])
    expectSameByCode(point, NONE)
  })

  test('of four times the same point is that point, without rounding its latent', () => {
    const point: LatentPoint = { seed: 5, loop: { radius: 0.3, at: 0.1 }, variety: 0.8, directions: [{ set: 'pc', index: 0, sigmas: 2 }] }
    for (const [x, y] of [
      [0.5, 0.5],
      [0, 0.3],
      [0.3, 1],
    ] as const)
      expect(pad([point, point, point, point], x, y)).toEqual(point)
  })

  test('of edited corners in four classes mixes them as a pad of plain seeds does', () => {
    const classes = (corners: Corners): Corners => ofFour(corners, (corner) => ({ ...corner, class: corner.seed - 1 }))
    const [plain, edited] = [pad(classes(SEEDS), 0.4, 0.7, CLASSES), pad(classes(EDITED), 0.4, 0.7, CLASSES)]
    expect(weightsOfPoint(edited, CLASSES)).toEqual(weightsOfPoint(plain, CLASSES))
    expectSameByCode(edited, CLASSES)
  })

  test('of one class has that class alone', () => {
    const corners = ofFour(EDITED, (corner): LatentPoint => ({ ...corner, class: 2 }))
    expect(pad(corners, 0.4, 0.7, CLASSES)).toEqual({ seed: 1, class: 2, latent: expect.any(String) })
  })
})

describe('a path', () => {
  const keys = [{ seed: 1 }, { seed: 2 }, { seed: 3 }]

  test.each(['slerp', 'lerp'] as const)('of plain seeds is a way on each leg: %s', (method) => {
    expect(path(keys, method, false, 1.25)).toEqual({ seed: 2, towards: { seed: 3, at: 0.25, method } })
    expect(path(keys, method, true, 2.5)).toEqual({ seed: 3, towards: { seed: 1, at: 0.5, method } })
    expect([path(keys, method, false, 7), path(keys, method, true, 3), path(keys, method, true, -1)]).toEqual([keys[2], keys[0], keys[2]])
  })

  test.each(['slerp', 'lerp', 'spline'] as const)('meets every key as it is, and one key is always that: %s', (method) => {
    const edited: LatentPoint[] = [{ seed: 1, variety: 0.3 }, { seed: 2 }, { seed: 3, latent: writeLatent(latentOfSeed(9, LATENT)) }]
    for (const closed of [false, true]) {
      for (const [k, key] of edited.entries()) expect(path(edited, method, closed, k)).toEqual(key)
      expect(path([{ seed: 4 }], method, closed, 0.5)).toEqual({ seed: 4 })
    }
    expect(path(edited, method, true, 3)).toEqual(edited[0]) // the frame after the last
    expectNear(
      latentOfPoint(path(edited, method, true, 2.5), NONE),
      method === 'spline'
        ? splineThrough(
            edited.map((key) => latentOfPoint(key, NONE)),
            true,
            2.5,
          )
        : interpolate(latentOfPoint(edited[2] as LatentPoint, NONE), latentOfPoint(edited[0] as LatentPoint, NONE), 0.5, method),
    )
  })

  test('a spline of seeds has the latent of the curve and the classes of the leg', () => {
    const stops = keys.map((key, i) => ({ ...key, class: i }))
    const point = path(stops, 'spline', true, 1.25, CLASSES)
    expect(point).toMatchObject({ seed: 2, class: 1, towards: { seed: 2, class: 2, at: 0.25 } })
    const wanted = splineThrough(
      keys.map(({ seed }) => latentOfSeed(seed, LATENT)),
      true,
      1.25,
    )
    expect(latentOfPoint(point, CLASSES)).toEqual(readLatent(writeLatent(wanted)))
    expectSameByCode(point, CLASSES)
  })

  test('between mixtures of classes keeps them, up to three', () => {
    const morph = (seed: number, from: number, to: number): LatentPoint => {
      return { seed, class: from, variety: 0.5, towards: { seed, class: to, at: 0.5, method: 'slerp' } }
    }
    const weights = (to: LatentPoint) => [...weightsOfPoint(path([morph(1, 0, 1), to], 'slerp', false, 0.4, CLASSES), CLASSES)]
    expect(weights(morph(2, 1, 2)).map((weight) => Math.round(1000 * weight))).toEqual([150, 250, 100, 0, 0])
    expect(weights(morph(2, 2, 4)).map((weight) => weight > 0)).toEqual([true, true, true, false, false])
    expect(weights(morph(2, 2, 4)).reduce((sum, weight) => sum + weight)).toBeCloseTo(0.5, 5)
  })

  test('without keys is refused', () => {
    expect(() => path([], 'spline', true, 0)).toThrow(RangeError)
  })
})

describe('what is changed of a blend', () => {
  const edits: Omit<EditedBlend, 'blend'> = { variety: 0.5, directions: [{ set: 'pc', index: 1, sigmas: -1 }] }

  test('stays an edit of its point', () => {
    const blend = { kind: 'pad', corners: SEEDS, x: 0.4, y: 0.6 } as const
    expect(blendPoint({ blend, ...edits }, NONE)).toEqual({ ...pad(SEEDS, 0.4, 0.6), ...edits })
    expect(blendPoint({ blend, variety: 1, directions: [] }, NONE)).toEqual(pad(SEEDS, 0.4, 0.6))
  })

  test('is joined to the edits that the point had before', () => {
    const before: LatentPoint = {
      seed: 3,
      variety: 0.8,
      directions: [
        { set: 'pc', index: 1, sigmas: 3 },
        { set: 'pc', index: 0, sigmas: 1, zone: 'late' },
      ],
    }
    const point = blendPoint({ blend: { kind: 'point', point: before }, ...edits }, NONE)
    expect(point).toEqual({
      seed: 3,
      variety: 0.4,
      directions: [
        { set: 'pc', index: 1, sigmas: 0.5 },
        { set: 'pc', index: 0, sigmas: 1, zone: 'late' },
      ],
    })
    const direction = vectors[1] as Float32Array
    const wanted = latentOfPoint(before, NONE).map((value, i) => 0.5 * value - (direction[i] as number))
    expectNear(latentOfPoint(point, NONE), wanted, 1e-5)
  })

  test('directions of zones are mixed linearly, and leave a pad of seeds a pad', () => {
    const corners = ofFour(SEEDS, (corner): LatentPoint => {
      return { ...corner, directions: [{ set: 'pc', index: 0, sigmas: corner.seed, zone: 'early' }] }
    })
    expect(pad(corners, 0.5, 0.5)).toEqual({ ...pad(SEEDS, 0.5, 0.5), directions: [{ set: 'pc', index: 0, sigmas: 2.5, zone: 'early' }] })
    const withOthers = ofFour(corners, (corner): LatentPoint => {
      return { ...corner, directions: [{ set: 'pc', index: 1, sigmas: 1 }, ...(corner.directions ?? [])] } // these the latent says
    })
    expect(pad(withOthers, 0.5, 0.5)).toMatchObject({ latent: expect.any(String), directions: pad(corners, 0.5, 0.5).directions })
    expect(path(corners, 'spline', false, 0.25).directions).toEqual([{ set: 'pc', index: 0, sigmas: 1.25, zone: 'early' }])
  })
})
