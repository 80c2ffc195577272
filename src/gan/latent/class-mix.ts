// A mixture of classes, as a point says it whose latent stays where it is.
import { type Move, roundPosition, type SeedPoint } from '../../spec/picture-code.ts'

type ClassOfPoint = Pick<SeedPoint, 'class'> & Move

/**
 * The class of a point, and its move to samples of the same seed in other classes, such that it belongs to each class as much as is said here; where
 * there are more, only the three that count most are kept.
 * @param weights of each class, not negative; empty where there are none
 */
export function classMix(seed: number, weights: readonly number[]): ClassOfPoint {
  const heaviest = weights.map((weight, index) => ({ index, weight })).filter(({ weight }) => weight > 0)
  heaviest.sort((a, b) => b.weight - a.weight).splice(3)
  const [a, b, c] = heaviest.sort((one, other) => one.index - other.index) // so that a small change of weights is one of the move
  if (!a) return {}
  if (!b) return { class: a.index }
  const own = { class: a.index }
  const first = a.weight + b.weight
  const toB = roundPosition(b.weight / first)
  if (!c) return { ...own, towards: { seed, class: b.index, at: toB, method: 'slerp' } }
  const third = { seed, class: c.index }
  const toC = roundPosition(c.weight / (first + c.weight))
  return { ...own, pad: { topRight: { seed, class: b.index }, bottomLeft: third, bottomRight: third, x: toB, y: toC } }
}

/** The same for a place between four samples of one class each. @param classes top left, top right, bottom left, bottom right */
export function classesOfFour(seed: number, classes: readonly [number, number, number, number], x: number, y: number): ClassOfPoint {
  const [own, ...others] = classes
  if (others.every((index) => index === own)) return { class: own }
  const [topRight, bottomLeft, bottomRight] = others.map((index) => ({ seed, class: index })) as [SeedPoint, SeedPoint, SeedPoint]
  return { class: own, pad: { topRight, bottomLeft, bottomRight, x, y } }
}
