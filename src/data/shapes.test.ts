// The set `shapes`, none of which may look like another one rotated.
import { expect, test } from 'vitest'
import { drawShape, drawShapes, SHAPE_NAMES, type ShapeName } from './shapes.ts'

const SIZE = 32
const CENTRED = { x: 0, y: 0, scale: 0.7 }

/** A quarter turn to the left of one plane. */
function turn(plane: Float32Array): Float32Array {
  return plane.map((_, i) => plane[(i % SIZE) * SIZE + (SIZE - 1 - Math.floor(i / SIZE))] as number)
}

/** Both inks together. */
function silhouette(name: ShapeName): Float32Array {
  const shares = drawShape(name, CENTRED, SIZE)
  return new Float32Array(SIZE * SIZE).map((_, i) => (shares[2 * i] as number) + (shares[2 * i + 1] as number))
}

/** Overlap over union, at the shift where the two agree best. */
function likeness(a: Float32Array, b: Float32Array): number {
  let best = 0
  for (let dy = -8; dy <= 8; dy++) {
    for (let dx = -8; dx <= 8; dx++) {
      let both = 0
      let either = 0
      for (let i = 0; i < a.length; i++) {
        const x = (i % SIZE) + dx
        const y = Math.floor(i / SIZE) + dy
        const other = x >= 0 && y >= 0 && x < SIZE && y < SIZE ? (b[y * SIZE + x] as number) : 0
        both += Math.min(a[i] as number, other)
        either += Math.max(a[i] as number, other)
      }
      best = Math.max(best, both / either)
    }
  }
  return best
}

test('no shape looks like any shape rotated, at any position', () => {
  for (const name of SHAPE_NAMES) {
    let turned = silhouette(name)
    for (let turns = 1; turns <= 3; turns++) {
      turned = turn(turned)
      for (const upright of SHAPE_NAMES) expect(likeness(silhouette(upright), turned), `${name} ${turns} ${upright}`).toBeLessThan(0.7)
    }
  }
  expect(likeness(silhouette('F'), silhouette('F'))).toBe(1)
})

test('the set depends on the seed, and image i not on the number of images', () => {
  const set = drawShapes(8, 16, 1)
  expect(drawShapes(8, 16, 1)).toEqual(set)
  expect(drawShapes(4, 16, 1)).toEqual(set.subarray(0, set.length / 2))
  expect(drawShapes(8, 16, 2)).not.toEqual(set)
})

test('a picture is the same at every size: the mean of 4 x 4 pixels at 64 is the pixel at 16', () => {
  const [small, large] = [drawShapes(16, 16, 3), drawShapes(16, 64, 3)]
  let off = 0
  for (let i = 0; i < small.length; i++) {
    const [channel, x, y, image] = [i % 3, Math.floor(i / 3) % 16, Math.floor(i / 48) % 16, Math.floor(i / 768)]
    let sum = 0
    for (let j = 0; j < 16; j++) {
      sum += large[((image * 64 + 4 * y + Math.floor(j / 4)) * 64 + 4 * x + (j % 4)) * 3 + channel] as number
    }
    off += Math.abs(sum / 16 - (small[i] as number))
  }
  expect(off / small.length).toBeLessThan(1)
})

test('edges are smooth: a few pixels are neither background nor shape, most are one of them', () => {
  const shares = drawShape('arrow', CENTRED, SIZE).filter((_, i) => i % 2 === 0)
  const between = shares.filter((share) => share > 0.05 && share < 0.95).length
  expect(between).toBeGreaterThan(10)
  expect(between).toBeLessThan(100)
  expect(Math.max(...shares)).toBe(1)
})
