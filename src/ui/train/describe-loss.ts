// What is lost when a run ends, in words: in the confirmation before, and in the notice after. Of a run that is kept: nothing, or the steps
// since its last save.
import type { Question } from '../app/action.ts'
import type { Notice } from '../app/notices-slice.ts'
import { countOf, formatCount, formatDuration } from '../shared/format.ts'
import { isKept, type KeepSlice } from './keep-slice.ts'
import { needsRestart, type RunQuestion, type RunSlice, runExists, stepsAtStake } from './run-slice.ts'

type Keep = Pick<KeepSlice, 'id' | 'saved'>

/** Null where nothing would be lost: no step was made, or the run stays among the kept ones. */
export function describeQuestion(run: RunSlice, keep: Keep, question: RunQuestion): Question | null {
  const steps = stepsAtStake(run)
  if (steps === 0) return null
  if (isKept(keep)) return question === 'device' && runExists(run.state) ? describeMove(keep.saved.step, steps) : null
  if (runExists(run.state)) return describeEnd(run, steps, question)
  const left = `The charts, samples and scores of the run that stopped at step ${formatCount(steps)} will be lost; its networks are already lost. The images and the settings stay.`
  if (question === 'device') return { title: 'Change the device?', text: left, keep: 'Not yet', go: 'Change the device' }
  return question === 'reset'
    ? { title: 'Clear what is left of this run?', text: left, keep: 'Keep it', go: 'Clear it' }
    : { title: 'Begin a new run at step 0?', text: left, keep: 'Not yet', go: 'Begin a new run' }
}

/** A kept run goes on from its last save on another device. */
function describeMove(saved: number, steps: number): Question | null {
  if (saved >= steps) return null
  const text = `The run is kept up to step ${formatCount(saved)}, and goes on from there on the other device: ${countOf(steps - saved, 'step')} will be made again.`
  return { title: 'Change the device now?', text, keep: 'Not yet', go: 'Change the device' }
}

function describeEnd(run: RunSlice, steps: number, question: RunQuestion): Question {
  const text = `${countOf(steps, 'step')}, ${formatDuration(run.report?.elapsedSeconds ?? 0)} of training, will be lost: the run is not kept. “Save” keeps the networks as a file. The images and the settings stay.`
  return question === 'device'
    ? { title: 'End this run to change the device?', text, keep: 'Keep the run', go: 'Change the device' }
    : { title: 'Reset this run?', text, keep: 'Keep it', go: 'Reset the run' }
}

/** Added to the failure of a run: what was lost, and how long the rest stays. Null if no step was made. */
export function describeLost(run: RunSlice, keep: Keep): string | null {
  const steps = stepsAtStake(run)
  if (run.failure === null || steps === 0) return null
  if (isKept(keep)) return `The run was at step ${formatCount(steps)}. It is kept up to step ${formatCount(keep.saved.step)}.`
  const until = needsRestart(run.failure) ? 'Restart' : 'Train or Reset'
  return `The run was at step ${formatCount(steps)} and was not kept: its networks are lost, and training begins again at step 0. Its charts, samples and scores stay until you press ${until}.`
}

/** After a restart of the trainer: what was lost with the old one, or null. */
export function describeRestart(steps: number): Notice | null {
  if (steps === 0) return null
  return {
    id: 'restarted',
    kind: 'info',
    title: `The trainer was restarted. The run at step ${formatCount(steps)} is lost, since it was not kept: Train begins at step 0.`,
    lines: ['“Save” keeps what a run has learnt as a file, also where the browser keeps nothing.'],
    ofRun: true, // removed when the next run begins
  }
}
