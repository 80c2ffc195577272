// The log of a run (metrics.jsonl) when the run is resumed: each step is to be logged once, however often it was made.
import { type BestScore, isBest } from '../eval/scoring.ts'

/** The lines up to a step, without one that a crash has cut off; where a step is logged twice the later line counts. */
export function keptLines(text: string, last: number): string[] {
  const kept = new Map<string, string>()
  for (const line of text.split('\n')) {
    const { event, step } = parse(line) ?? {}
    if (typeof step === 'number' && step <= last) kept.set(`${event} ${step}`, line)
  }
  return [...kept.values()]
}

/** The best of the scores in the log; null where there is none. */
export function bestScore(lines: readonly string[]): BestScore | null {
  let best: BestScore | null = null
  for (const line of lines) {
    const { step, kid, network } = parse(line) ?? {}
    if (typeof step !== 'number' || typeof kid !== 'number' || typeof network !== 'string') continue
    if (isBest({ kid, network }, best)) best = { step, kid, network }
  }
  return best
}

function parse(line: string): { [key in 'event' | 'step' | 'kid' | 'network']?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? value : null
  } catch {
    return null // an empty line, or half of one
  }
}
