// Runs the parts of the report one after another. A part that fails is listed with its reason, and the others go on; when the time is over, or
// a person stops it, what has been measured stays. Knows no device; the clock is a parameter.

import { CancelledError } from '../../spec/cancel.ts'
import { type Missing, PARTS, type PartName } from '../../spec/machine-report.ts'
import { messageOf } from '../../spec/words.ts'
import { BUDGETS, createBox, type TimeBox } from './plan.ts'

export interface Part {
  readonly name: PartName
  /** Why it cannot be measured at all; null where it can. */
  blocked?(): string | null
  run(box: TimeBox): Promise<void>
}

export interface PartsOptions {
  /** Milliseconds of a steady clock. */
  now(): number
  /** Seconds for all parts together. */
  readonly seconds: number
  /** Resolves with the reason when measuring is to stop, also in the middle of a part. */
  readonly over: Promise<string>
  note(missing: Missing): void
  progress(part: PartName, share: number, secondsLeft: number, words: string): void
  /** After every part. */
  onPart(): void
}

/** A part gets so many milliseconds less than are left: one that is stopped from outside has no figures. */
const MARGIN_MS = 2000

/** @param parts each is asked for once those before it are done @returns whether all parts were run */
export async function runParts(parts: Iterable<Part>, options: PartsOptions): Promise<boolean> {
  const { now, note } = options
  const end = now() + 1000 * options.seconds
  let over: string | null = null
  const ending = options.over.then((reason): never => {
    over = reason
    throw new CancelledError(reason)
  })
  ending.catch(() => undefined) // also where no part waits for it
  const whole = Object.values(BUDGETS).reduce((sum, { max }) => sum + max, 0)
  let done = 0
  for (const part of parts) {
    const { name } = part
    const { max, min } = BUDGETS[name]
    const left = end - now()
    const reason = over ?? part.blocked?.() ?? (left < 1000 * min ? 'There was no time left for it.' : null)
    if (reason !== null) {
      note({ part: name, what: PARTS[name], reason })
    } else {
      const report = (share: number, words: string) =>
        options.progress(name, (done + max * share) / whole, Math.max(0, end - now()) / 1000, words)
      report(0, '')
      await Promise.race([part.run(createBox(now, Math.min(left - MARGIN_MS, 1000 * max), report)), ending]).catch((error: unknown) =>
        note({ part: name, what: PARTS[name], reason: messageOf(error) }),
      )
    }
    done += max
    options.onPart()
  }
  return over === null
}
