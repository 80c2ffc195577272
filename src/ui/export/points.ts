// Samples that are taken away, as points: their seeds and, where one is asked for, their class.
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { SampleId } from '../samples/wall-view.ts'

export function firstPoints(count: number, first = 1, of: number | null = null): readonly SeedPoint[] {
  return Array.from({ length: count }, (_, i) => ({ seed: first + i, ...(of !== null && { class: of }) }))
}

export function pointOf({ seed, class: of }: SampleId): SeedPoint {
  return { seed, ...(of !== null && { class: of }) }
}

export function isSamePoint(one: SeedPoint, other: SeedPoint): boolean {
  return one.seed === other.seed && one.class === other.class
}
