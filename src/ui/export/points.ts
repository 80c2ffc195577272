// Samples that are taken away, as points: their seeds and, where one is asked for, their class.
import { type SeedPoint, seedPoint } from '../../spec/picture-code.ts'

export function firstPoints(count: number, first = 1, of: number | null = null): readonly SeedPoint[] {
  return Array.from({ length: count }, (_, i) => seedPoint(first + i, of))
}

export function isSamePoint(one: SeedPoint, other: SeedPoint): boolean {
  return one.seed === other.seed && one.class === other.class
}
