// Keeps the last result of a function of plain data, for what many components and actions derive from the same state.

/** The function; while its arguments are the same ones as at the last call, it returns the same result without computing it again. */
export function memoizeLast<Args extends readonly unknown[], Result>(compute: (...args: Args) => Result): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | null = null
  return (...args) => {
    if (last === null || args.some((arg, i) => arg !== last?.args[i])) last = { args, result: compute(...args) }
    return last.result
  }
}
