import { expect, test } from 'vitest'
import { lensRadius, movedPoints, onLoop, underLens } from './wall-lens.ts'

test('a sample is left alone at the pointer and out of its reach, and moves most one cell away', () => {
  expect(lensRadius(0)).toBe(0)
  for (const distance of [3, 3.5, 100]) expect(lensRadius(distance)).toBe(0)
  const distances = Array.from({ length: 301 }, (_, i) => i / 100)
  const radii = distances.map(lensRadius)
  expect(distances[radii.indexOf(Math.max(...radii))]).toBe(1)
  for (let i = 1; i < radii.length; i++) {
    const change = (radii[i] as number) - (radii[i - 1] as number)
    expect(Math.sign(change) === (i <= 100 ? 1 : -1) || change === 0, `at ${distances[i]}`).toBe(true)
    expect(Math.abs(change)).toBeLessThan(0.02) // no jump while the pointer moves on
  }
})

test('the neighbourhood turns with the pointer: going once around a sample takes it once around its circle', () => {
  const cell = { x: 4, y: 4 }
  const around = [0, 0.25, 0.5, 0.75].map((turn) => {
    const angle = 2 * Math.PI * turn
    return underLens(cell, { x: cell.x + Math.cos(angle), y: cell.y + Math.sin(angle) })
  })
  around.forEach((circle, i) => {
    expect(circle?.at).toBeCloseTo(i / 4, 10)
    expect(circle?.radius).toBeCloseTo(lensRadius(1), 10)
  })
  for (const { at } of around.flatMap((circle) => circle ?? [])) {
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at).toBeLessThan(1)
  }
  expect(underLens(cell, cell)).toBeNull()
})

test('what does not move is the very sample, with its class', () => {
  const samples = [{ seed: 7, class: 2 }, { seed: 8 }]
  expect(movedPoints(samples, (index) => (index === 0 ? null : { radius: 0.2, at: 0.5 }))).toEqual([
    { blend: { kind: 'point', point: { seed: 7, class: 2 } } },
    { blend: { kind: 'point', point: { seed: 8, loop: { radius: 0.2, at: 0.5 } } } },
  ])
})

test('played, the loop has no end and no jump', () => {
  const at = (seconds: number) => onLoop(seconds).at
  expect(at(0)).toBe(0)
  expect(at(12)).toBeCloseTo(0, 10)
  expect(at(15)).toBeCloseTo(at(3), 10)
  expect(at(6) - at(5)).toBeCloseTo(at(2) - at(1), 10)
})
