// Reads JSON that may be cut short, old or hostile, value by value: what is not as it must be throws the error of whoever reads.

export type Raw = Readonly<Record<string, unknown>>

/** @param damaged the error to throw */
export function readers(damaged: () => Error) {
  const fail = (): never => {
    throw damaged()
  }
  return {
    fail,

    objectOf: (value: unknown): Raw => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : fail()),

    listOf: <T>(value: unknown, read: (item: unknown) => T): T[] => (Array.isArray(value) ? value.map((item) => read(item)) : fail()),

    textOf: (value: unknown): string => (typeof value === 'string' ? value : fail()),

    numberOf: (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : fail()),

    /** An integer from `from` to below `to`. */
    integer: (value: unknown, from: number, to = Number.MAX_SAFE_INTEGER): number =>
      Number.isSafeInteger(value) && (value as number) >= from && (value as number) < to ? (value as number) : fail(),

    /** Null, or what `read` makes of it. */
    nullOr: <T>(value: unknown, read: (value: unknown) => T): T | null => (value === null ? null : read(value)),

    oneOf: <T extends string>(value: unknown, choices: readonly T[]): T => choices.find((choice) => choice === value) ?? fail(),
  }
}
