// Which studio belongs to the run on the page: each run has its own, kept in this browser, and what it begins with.
import { pointsOfGrid } from '../../../spec/picture-code.ts'
import type { State } from '../../app/store.ts'
import { drawnClasses } from '../../train/class-names.ts'
import { isExample } from '../../train/run-slice.ts'
import { enterRun } from './kept-studio.ts'
import { type Corners, initialStudio, type StudioState } from './studio-state.ts'

/** Trousers, a pullover, a trainer and a boot. */
const EXAMPLE_CORNERS: Corners = [{ seed: 7 }, { seed: 28 }, { seed: 32 }, { seed: 62 }]

/** Brings the studio of the run on the page into view, as it was left or as it begins. */
export function enterRunOfPage(state: State): void {
  enterRun(studioKey(state), firstStudio(state))
}

/** Names the state of a run; null before the run is known. */
export function studioKey({ run }: Pick<State, 'run'>): string | null {
  return isExample(run) ? 'example' : run.id
}

function firstStudio(state: Pick<State, 'run' | 'samples' | 'classes'>): StudioState {
  const corners = isExample(state.run) ? EXAMPLE_CORNERS : firstCorners(state)
  const [{ seed }] = corners
  const { pad, loop, morph } = initialStudio
  return { ...initialStudio, pad: { ...pad, corners }, loop: { ...loop, circle: { ...loop.circle, seed } }, morph: { ...morph, seed } }
}

/** Samples of the wall; with classes one of each of four, where there are as many. */
function firstCorners({ samples, classes }: Pick<State, 'samples' | 'classes'>): Corners {
  const points = samples.grid ? pointsOfGrid(samples.grid) : []
  const ofClasses = drawnClasses({ classes }).flatMap((index) => points.find((point) => point.class === index) ?? [])
  const [a, b, c, d] = [...ofClasses, ...points.filter((point) => !ofClasses.includes(point))]
  return a && b && c && d ? [a, b, c, d] : initialStudio.pad.corners
}
