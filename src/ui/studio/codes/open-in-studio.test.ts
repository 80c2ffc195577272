// Bringing a picture into the studio: what it shows then is that picture.
import { expect, test } from 'vitest'
import type { Blend } from '../../../spec/blends.ts'
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { initialStudio, type StudioState, shownBlend } from '../state/studio-state.ts'
import { layOut } from './open-in-studio.ts'

/** Left by a person who did other things there. */
const BEFORE: StudioState = {
  ...initialStudio,
  tool: 'path',
  variety: 0.3,
  directions: [{ set: 'cf', index: 4, sigmas: 2, zone: null }],
  pad: { corners: [{ seed: 11 }, { seed: 12 }, { seed: 13 }, { seed: 14 }], locked: [true, true, false, false], x: 0.1, y: 0.9 },
}
/** At the only corner near to where the pad was that is not locked. */
const atC = (point: LatentPoint): Blend => ({ kind: 'pad', corners: [{ seed: 11 }, { seed: 12 }, point, { seed: 14 }], x: 0, y: 1 })
const seed = 5

test.each<[string, LatentPoint, Blend]>([
  ['a sample', { seed: 0, class: 2 }, atC({ seed: 0, class: 2 })],
  [
    'between four',
    { seed, pad: { topRight: { seed: 6 }, bottomLeft: { seed: 7 }, bottomRight: { seed: 8, class: 1 }, x: 0.2, y: 0.3 } },
    { kind: 'pad', corners: [{ seed }, { seed: 6 }, { seed: 7 }, { seed: 8, class: 1 }], x: 0.2, y: 0.3 },
  ],
  [
    'on the way to another: the upper edge of the pad',
    { seed, towards: { seed: 6, at: 0.4, method: 'slerp' } },
    { kind: 'pad', corners: [{ seed }, { seed: 6 }, { seed: 13 }, { seed: 14 }], x: 0.4, y: 0 },
  ],
  ['on a circle', { seed, loop: { radius: 0.7, at: 0.2 } }, { kind: 'point', point: { seed, loop: { radius: 0.7, at: 0.2 } } }],
  [
    'between classes',
    { seed, class: 1, towards: { seed, class: 2, at: 0.2, method: 'slerp' } },
    { kind: 'point', point: { seed, class: 1, towards: { seed, class: 2, at: 0.2, method: 'slerp' } } },
  ],
  ...[
    { seed, towards: { seed: 6, at: 0.4, method: 'lerp' } } as const,
    { seed, class: 1, loop: { radius: 0.7, at: 0.2 } },
    { seed, latent: 'qcngn7y', class: 1, towards: { seed, class: 2, at: 0.2, method: 'slerp' } } as const,
  ].map((point): [string, LatentPoint, Blend] => [`what no tool can say: ${JSON.stringify(point)}`, point, atC(point)]),
])('%s, with its edits in their controls', (_, point, blend) => {
  expect(shownBlend({ ...BEFORE, ...layOut(point, BEFORE) })).toEqual({ blend })
  const directions = [
    { set: 'pc', index: 2, sigmas: -1.5, zone: 'late' },
    { set: 'cf', index: 0, sigmas: 1 },
  ] as const
  expect(shownBlend({ ...BEFORE, ...layOut({ ...point, variety: 0.5, directions }, BEFORE) })).toEqual({ blend, variety: 0.5, directions })
})

test('more variety than the slider has stays with the point', () => {
  const point: LatentPoint = { seed, variety: 4, directions: [{ set: 'pc', index: 2, sigmas: 1 }] }
  expect(shownBlend({ ...BEFORE, ...layOut(point, BEFORE) })).toEqual({ blend: atC(point) })
})

test('a sample that is a corner already is gone to', () => {
  expect(shownBlend({ ...BEFORE, ...layOut({ seed: 12 }, BEFORE) })?.blend).toEqual({
    kind: 'pad',
    corners: BEFORE.pad.corners,
    x: 1,
    y: 0,
  })
})

test('where the nearest corner is locked another one gives way, and the nearest where all are', () => {
  const near = { ...BEFORE, pad: { ...BEFORE.pad, y: 0 } }
  expect(layOut({ seed }, near).pad?.corners).toEqual([{ seed: 11 }, { seed: 12 }, { seed }, { seed: 14 }])
  const locked = { ...near, pad: { ...near.pad, locked: [true, true, true, true] as const } }
  expect(layOut({ seed }, locked).pad).toMatchObject({ corners: [{ seed }, { seed: 12 }, { seed: 13 }, { seed: 14 }], x: 0, y: 0 })
})
