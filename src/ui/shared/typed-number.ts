// Numbers that are typed, within bounds.

interface Range {
  readonly min: number
  readonly max: number
  /** From 1 on only whole numbers fit; else a typed number may lie between steps. */
  readonly step: number
}

/** What a text says: a number that fits; one that does not, with the nearest that does; or none. A comma counts as a point. */
export type ReadNumber = { readonly fits: true; readonly value: number } | { readonly fits: false; readonly value: number | null }

export function readNumber(text: string, { min, max, step }: Range): ReadNumber {
  const typed = text.trim().replace(',', '.').replace('−', '-')
  const value = typed === '' ? Number.NaN : Number(typed)
  if (!Number.isFinite(value)) return { fits: false, value: null }
  const nearest = Math.min(max, Math.max(min, step >= 1 ? Math.round(value) : value))
  return nearest === value ? { fits: true, value } : { fits: false, value: nearest }
}

/** As it is shown: to a tenth of the step, without zeros at the end. */
export function roundTo(step: number, value: number): number {
  const digits = step >= 1 ? 0 : Math.ceil(-Math.log10(step)) + 1
  return Number(value.toFixed(digits))
}
