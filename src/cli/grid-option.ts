// `--grid COLUMNSxROWS`: how pictures lie side by side.
import type { Options } from './arguments.ts'
import { UsageError } from './errors.ts'

export interface Grid {
  readonly columns: number
  readonly rows: number
}

/** Null where none is given. @throws UsageError */
export function readGrid(options: Options): Grid | null {
  const text = options.text('grid')
  if (text === undefined) return null
  const match = /^([1-9]\d{0,2})x([1-9]\d{0,2})$/.exec(text)
  if (!match) throw new UsageError(`--grid is COLUMNSxROWS such as 8x8, not “${text}”.`)
  return { columns: Number(match[1]), rows: Number(match[2]) }
}
