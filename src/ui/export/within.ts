// Numbers that are typed, and the bounds of what they set.

export interface Bounds {
  readonly min: number
  readonly max: number
  /** From 1 on only whole numbers fit. */
  readonly step: number
}

/** NaN where it is no number. */
export function read(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

export function isWithin({ min, max, step }: Bounds, value: number): boolean {
  return value >= min && value <= max && (step < 1 || Number.isInteger(value))
}

/** Null: none is near to what is no number. */
export function nearestWithin({ min, max, step }: Bounds, value: number): number | null {
  if (Number.isNaN(value)) return null
  const clamped = Math.min(max, Math.max(min, value))
  return step < 1 ? clamped : Math.round(clamped)
}
