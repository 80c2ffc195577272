// The log of a run (metrics.jsonl) when the run is taken up again: each step is to stand there once, however often it was made.

/** The lines up to a step; what a crash has cut off goes, and of a step that stands there twice the later line counts. */
export function keptLines(text: string, last: number): string[] {
  const kept = new Map<string, string>()
  for (const line of text.split('\n')) {
    const { event, step } = parse(line) ?? {}
    if (typeof step === 'number' && step <= last) kept.set(`${event} ${step}`, line)
  }
  return [...kept.values()]
}

/** Lowest kernel distance among the scores; infinite where there is none. */
export function lowestKid(lines: readonly string[]): number {
  const distances = lines.map((line) => parse(line)?.kid).filter((kid) => typeof kid === 'number')
  return Math.min(Number.POSITIVE_INFINITY, ...distances)
}

function parse(line: string): { readonly event?: unknown; readonly step?: unknown; readonly kid?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? value : null
  } catch {
    return null // an empty line, or half of one
  }
}
