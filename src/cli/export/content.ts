// `--content`: how much of the state of a run a file has.
import type { Options } from '../arguments.ts'
import { UsageError } from '../errors.ts'

const CONTENTS = ['state', 'networks'] as const

/** @throws UsageError */
export function readContent(options: Options): (typeof CONTENTS)[number] {
  const wanted = options.text('content') ?? 'state'
  const content = CONTENTS.find((one) => one === wanted)
  if (!content) throw new UsageError(`--content is one of ${CONTENTS.join(', ')}, not “${wanted}”.`)
  return content
}
