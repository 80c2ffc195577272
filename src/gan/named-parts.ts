// Vectors made of named parts, one after another: their offsets are derived from the parts, and what reads the vector asks by name.

/** Each part's name and values, in order. */
export type NamedParts = readonly (readonly [name: string, values: ArrayLike<number>])[]

/** All values, part by part. */
export function concatenateParts(parts: NamedParts): number[] {
  return parts.flatMap(([, values]) => Array.from(values))
}

/** Index of the first value of a part. */
export function offsetOf(parts: NamedParts, name: string): number {
  let offset = 0
  for (const [part, values] of parts) {
    if (part === name) return offset
    offset += values.length
  }
  throw new Error(`there is no “${name}” among ${parts.map(([part]) => part).join(', ')}`)
}
