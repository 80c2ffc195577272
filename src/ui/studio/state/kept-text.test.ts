// The kept state of the studio: what is written is read, and what is old, wrong or hostile does no harm.
import { expect, test } from 'vitest'
import { readStudio, writeStudio } from './kept-text.ts'
import { initialStudio, type StudioState } from './studio-state.ts'

const full: StudioState = {
  snapshot: 'snapshot-100.safetensors',
  mix: { snapshot: null, from: 'late' },
  tool: 'path',
  timeOf: 'morph',
  pad: {
    corners: [{ seed: 1, class: 2 }, { seed: 4_294_967_295 }, { seed: 3, towards: { seed: 4, at: 0.5, method: 'slerp' } }, { seed: 5 }],
    locked: [true, false, false, true],
    x: 0.125,
    y: 1,
  },
  loop: { way: 'walk', circle: { seed: 9, radius: 1.5, seconds: 12, at: 0.25 }, walk: { seed: 4, seconds: 2, at: 17.5 } },
  path: { keys: [{ id: 0, point: { seed: 8 }, seconds: 1.5, easing: 'slow at keys' }], method: 'lerp', closed: false, at: 0.75 },
  morph: { seed: 3, from: 4, to: 1, at: 0.3 },
  variety: 0.7,
  directions: [{ set: 'cf', index: 3, sigmas: -2.5, zone: 'middle' }],
  directionNames: { pc3: 'sleeves' },
  stars: [{ point: { seed: 6, loop: { radius: 0.5, at: 0.1 } }, name: 'a face' }],
}

test('everything that is kept is there again', () => {
  expect(readStudio(writeStudio(full))).toEqual(full)
})

test.each(['', '[]', 'null', '{', '{"version":0}', '{"version":2,"tool":"loop"}', '"version"'])('%s is no state', (text) => {
  expect(readStudio(text)).toBeNull()
})

const changed = (changes: object) => readStudio(JSON.stringify({ ...JSON.parse(writeStudio(full)), ...changes }))

test.each([
  ['tool', 'rocket'],
  ['timeOf', 'time'],
  ['variety', 1e9],
  ['variety', '0.5'],
  ['pad', { ...full.pad, corners: ['run-0-1', 'run-0-2', '<script>', 'run-0-4'] }],
  ['pad', { ...full.pad, corners: ['run-0-1', 'run-0-2', 'run-0-3', 'run-0-4'], x: null }],
  ['loop', { ...full.loop, circle: { ...full.loop.circle, seed: -1 } }],
  ['path', { ...full.path, method: 'teleport' }],
  ['morph', { ...full.morph, from: 1.5 }],
  ['directions', 'all'],
  ['stars', { length: 3 }],
] as const)('a wrong %s is as at first, and the rest stays: %j', (name, value) => {
  expect(changed({ [name]: value })).toEqual({ ...full, [name]: initialStudio[name] })
})

test('items that cannot be read are left out', () => {
  const stars = [{ point: 'run-0-1', name: 3 }, { point: 'nothing', name: null }, null, { point: { seed: 4 }, name: null }]
  expect(changed({ stars })?.stars).toEqual([{ point: { seed: 1 }, name: null }])
  const directions = [
    { set: 'cf', index: 0, sigmas: 400, zone: null },
    { set: 'cf', index: 1, sigmas: 1, zone: null },
  ]
  expect(changed({ directions })?.directions).toEqual([directions[1]])
  expect(changed({ directionNames: { pc1: 'a', __proto__: 'b', constructor: 'c', pc2: 7 } })?.directionNames).toEqual({ pc1: 'a' })
})

test('keys of a path keep their order and can be told apart', () => {
  const key = { id: 5, point: 'run-0-1', seconds: 1, easing: 'even' }
  expect(changed({ path: { ...full.path, keys: [key, key], at: 9 } })?.path).toMatchObject({ keys: [{ id: 0 }, { id: 1 }], at: 0 })
})
