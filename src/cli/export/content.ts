// `--content`: how much of the state of a run a file has.
import type { Options } from '../arguments.ts'

/** @throws UsageError */
export function readContent(options: Options): 'state' | 'networks' {
  return options.choice('content', ['state', 'networks'])
}
