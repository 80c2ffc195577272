// What is lost when a run ends, in words: in the confirmation before, and in the notice after.
import type { Question } from '../app/action.ts'
import type { Notice } from '../app/notices-slice.ts'
import { countOf, formatCount, formatDuration } from '../shared/format.ts'
import { needsRestart, type RunQuestion, type RunSlice, runExists, stepsAtStake } from './run-slice.ts'

export function describeQuestion(run: RunSlice, question: RunQuestion): Question {
  const steps = stepsAtStake(run)
  if (runExists(run.state)) {
    const text = `${countOf(steps, 'step')}, ${formatDuration(run.report?.elapsedSeconds ?? 0)} of training, will be lost. “Save network” keeps the networks as a file. The images and the settings stay.`
    return question === 'device'
      ? { title: 'End this run to change the device?', text, keep: 'Keep the run', go: 'Change the device' }
      : { title: 'Reset this run?', text, keep: 'Keep it', go: 'Reset the run' }
  }
  const left = `The charts, samples and scores of the run that stopped at step ${formatCount(steps)} will be lost; its networks are already lost. The images and the settings stay.`
  if (question === 'device') return { title: 'Change the device?', text: left, keep: 'Not yet', go: 'Change the device' }
  return question === 'reset'
    ? { title: 'Clear what is left of this run?', text: left, keep: 'Keep it', go: 'Clear it' }
    : { title: 'Begin a new run at step 0?', text: left, keep: 'Not yet', go: 'Begin a new run' }
}

/** Added to the failure of a run: what was lost, and how long the rest stays. Null if no step was made. */
export function describeLost(run: RunSlice): string | null {
  const steps = stepsAtStake(run)
  if (run.failure === null || steps === 0) return null
  const until = needsRestart(run.failure) ? 'Restart' : 'Train or Reset'
  return `The run was at step ${formatCount(steps)}; its networks are lost, and training begins again at step 0. Its charts, samples and scores stay until you press ${until}.`
}

/** After a restart of the trainer: what was lost with the old one, or null. */
export function describeRestart(steps: number): Notice | null {
  if (steps === 0) return null
  return {
    id: 'restarted',
    kind: 'info',
    title: `The trainer was restarted. The run at step ${formatCount(steps)} is lost: Train begins at step 0.`,
    lines: ['Runs are not kept yet. “Save network” keeps what a run has learnt as a file.'],
    ofRun: true, // removed when the next run begins
  }
}

/** After the browser ended the page. @param step of the lost run; null if there was none */
export function describeLostPage(step: number | null): Notice | null {
  if (step === null) return null
  return {
    id: 'page-lost',
    kind: 'info',
    title: `The browser ended this page, and the run at step ${formatCount(step)} is lost.`,
    lines: ['Most likely it had no memory left: close other tabs, or choose a smaller batch, width or set.'],
    ofRun: true,
  }
}
