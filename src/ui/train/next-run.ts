// What every run begins with on the page: a new number, so that late events of the last run are dropped, and nothing left of that run.
import type { Dependencies } from '../app/dependencies.ts'
import { withoutRun } from '../app/notices-slice.ts'
import { withoutSource } from '../export/export-slice.ts'
import { forgetRun } from '../features/analyses-slice.ts'
import { clearPictures } from '../samples/samples-slice.ts'
import { initialTimeline } from '../samples/timeline-slice.ts'
import { forgetScores } from '../scores/scores-slice.ts'
import { forgetSlowStep } from '../slow-step/slow-step-slice.ts'
import { nextSearch } from '../studio/find/find-slice.ts'
import { initialClasses } from './classes-slice.ts'
import { forgetKeep } from './keep-slice.ts'
import { initialRun, type RunSlice } from './run-slice.ts'

/** Makes room for the next run, and returns its number. */
export type NextRun = (changes: Partial<RunSlice>) => number

export function makeNextRun({ store, history }: Dependencies, forgetRequests: () => void): NextRun {
  return (changes) => {
    const { run, samples, scores, analyses, files, find, slowStep, keep, notices } = store.getState()
    const number = run.number + 1
    forgetRequests()
    history.clear()
    store.setState({
      run: { ...initialRun, device: run.device, ending: run.ending, endingStepSeconds: run.endingStepSeconds, number, ...changes },
      samples: clearPictures(samples),
      scores: forgetScores(scores),
      analyses: forgetRun(analyses, run.state !== 'idle'),
      files: withoutSource(files),
      find: nextSearch(find),
      slowStep: forgetSlowStep(slowStep),
      keep: forgetKeep(keep),
      classes: initialClasses,
      timeline: initialTimeline,
      notices: withoutRun(notices),
    })
    return number
  }
}
