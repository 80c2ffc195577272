// Kept runs in words: where they came from, their best score, the room they take, and announcements.

import { scoreName } from '../../spec/numbers/score-charts.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { RunImages, RunOrigin, RunSummary } from '../../spec/runs.ts'
import { formatBytes } from '../../spec/words.ts'
import { describePreparation } from '../data/describe-set.ts'
import { viewOfGrid } from '../samples/wall-view.ts'
import { formatCount, formatDistance } from '../shared/format.ts'
import type { RunsSlice } from './runs-slice.ts'

/** Where a run came from, or null where it began by itself. */
export function describeOrigin(origin: RunOrigin | null): string | null {
  if (origin === null) return null
  const { kind, name, step } = origin
  switch (kind) {
    case 'branch':
      return `Branch of “${name}” at step ${formatCount(step)}`
    case 'weights':
      return `Started from the weights of “${name}” at step ${formatCount(step)}`
    case 'again':
      return `Repeats “${name}”`
    default:
      return kind satisfies never
  }
}

/** “Shapes, 4,096 images, 32 px, colour”, and how they were prepared where that differs from the defaults. */
export function describeImages({ label, identity, preparation, channels }: RunImages): string {
  const count = identity ? [`${formatCount(identity.count)} images`] : []
  const differs = describePreparation(preparation)
  return [label, ...count, `${preparation.size} px`, channels === 1 ? 'grey' : 'colour', ...(differs === '' ? [] : [differs])].join(', ')
}

/** “400 of 6,000 steps”, or “6,000 steps”. */
export function describeSteps({ step, config }: Pick<RunSummary, 'step' | 'config'>): string {
  return step < config.steps ? `${formatCount(step)} of ${formatCount(config.steps)} steps` : `${formatCount(step)} steps`
}

/** “KID-MobileNetV2 23.10 at step 4,000”, or null. */
export function describeBest({ best }: Pick<RunSummary, 'best'>): string | null {
  return best && `${scoreName('KID', best.network)} ${formatDistance(best.kid)} at step ${formatCount(best.step)}`
}

/** The runs that take most, at most this many. */
const LARGEST = 3

export function largestRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  return [...runs].sort((one, other) => other.bytes - one.bytes).slice(0, LARGEST)
}

/** What could be deleted of a run, and what that frees. */
export function describeRoom({ name, bytes, thinnable }: Pick<RunSummary, 'name' | 'bytes' | 'thinnable'>): string {
  const all = `“${name}” takes ${formatBytes(bytes)}`
  if (thinnable === 0) return `${all}; deleting it frees that.`
  return `${all}; its snapshots between the last and the best one are ${formatBytes(thinnable)} of that.`
}

/** The announcement for a change of the runs that the trainer reported, or null. */
export function describeRunsChange(before: RunsSlice, after: RunsSlice): string | null {
  if (after.fileProblem !== null && after.fileProblem !== before.fileProblem) return after.fileProblem
  const { problem } = after.stored
  if (problem !== null && problem !== before.stored.problem) return problem
  const gone = after.deleted.find(({ id }) => isListed(before, id) && !isListed(after, id))
  if (gone) return `“${gone.name}” is deleted. Undo brings it back.`
  if (!before.listed) return null
  const back = after.stored.runs.find(({ id }) => !isListed(before, id) && before.deleted.some((run) => run.id === id))
  return back ? `“${back.name}” is back.` : null
}

const isListed = ({ stored }: RunsSlice, id: string) => stored.runs.some((run) => run.id === id)

const LAYOUTS = { mixed: '', rows: ' by class', one: ' of one class' } as const

/** “step 1,200, seeds 1 to 8 by class” */
export function describeWall(wall: Pick<SampleGrid, 'step' | 'seeds' | 'classes'>): string {
  const [first = 1, last = 1] = [wall.seeds[0], wall.seeds.at(-1)]
  return `step ${formatCount(wall.step)}, seeds ${formatCount(first)} to ${formatCount(last)}${LAYOUTS[viewOfGrid(wall).kind]}`
}
