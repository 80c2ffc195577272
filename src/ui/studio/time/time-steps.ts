// The steps of a run as the time machine goes through them: those that are kept, and at the end the generator as it is now.
import { hasNetworks, type SnapshotInfo } from '../../../spec/runs.ts'
import { notchesOf } from '../../samples/timeline-view.ts'
import { formatCount } from '../../shared/format.ts'

export interface TimeStep {
  /** Of the snapshot; null: the run as it is now. */
  readonly file: string | null
  /** Null where nothing is known of it yet. */
  readonly step: number | null
  /** Whether it draws any picture; else it only has those that were kept. */
  readonly draws: boolean
}

/** @param now the step of the run */
export function timeSteps(snapshots: readonly SnapshotInfo[], now: number | null): readonly TimeStep[] {
  const kept = notchesOf(snapshots, now).map((each) => ({ file: each.file, step: each.step, draws: hasNetworks(each) }))
  return [...kept, { file: null, step: now, draws: true }]
}

/** Where a step is among them; the last one where it is no longer kept. */
export function indexOfFile(steps: readonly TimeStep[], file: string | null): number {
  const found = steps.findIndex((each) => each.file === file)
  return found < 0 ? steps.length - 1 : found
}

/** “step 1,200”, “now, step 6,000”. */
export function describeStep({ file, step }: TimeStep): string {
  if (step === null) return 'now'
  return `${file === null ? 'now, ' : ''}step ${formatCount(step)}`
}

/** What a screen reader says of the divider: “left 40 % step 300, right now, step 6,000”. */
export function describeDivider(share: number, left: TimeStep, right: TimeStep): string {
  return `left ${Math.round(100 * share)} % ${describeStep(left)}, right ${describeStep(right)}`
}

/** How many keep no networks: “3 of 12 steps”. */
export function describePicturesOnly(steps: readonly TimeStep[]): string | null {
  const count = steps.filter(({ draws }) => !draws).length
  if (count === 0) return null
  return `${count} of ${steps.length} steps keep only the pictures of their wall: there the wall is shown, and nothing else can be drawn.`
}
