// The names of labels in a set: how they are ordered, and how many there may be.

/**
 * ImageNet has as many, the most that class-conditional GANs are usually trained on. A table with more different labels is nearly always one
 * whose columns were mistaken: captions, or names of files.
 */
export const MAX_LABELS = 1000

/** Numbers by their value, before all others, which go by code units: the same order for every locale. */
export function compareLabels(a: string, b: string): number {
  const numbers = [a, b].map((name) => (/^\d+$/.test(name) ? name.replace(/^0+(?=\d)/, '') : null)) as [string | null, string | null]
  const [one, other] = numbers
  if (one !== null && other !== null && one !== other) return one.length - other.length || (one < other ? -1 : 1)
  if ((one === null) !== (other === null)) return one === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
