// What follows on the page once an event of the trainer has changed the state (apply-event.ts): numbers for the charts, files that are handed
// over, notices, and what a screen reader is told. Exhaustive over the protocol, as the reducer is.
import type { TrainerEvent } from '../../protocol.ts'
import type { DataActions } from '../data/actions.ts'
import { describeDataChange, describeDeletedSet } from '../data/describe-set.ts'
import { describeStudyChange } from '../features/describe-study.ts'
import type { LatentActions } from '../latent/actions.ts'
import { describeNewSeeds } from '../samples/describe-samples.ts'
import { describeScoresChange } from '../scores/describe-scores.ts'
import { describeRunChange } from '../train/describe-run.ts'
import type { SaveActions } from '../train/save-actions.ts'
import type { Dependencies } from './dependencies.ts'
import { isKnown } from './kept-device.ts'
import { DEVICE_NOTICE } from './notices-slice.ts'
import type { PageActions } from './page-actions.ts'
import type { State } from './store.ts'

type Followers = Pick<DataActions, 'warn'> &
  Pick<LatentActions, 'answered' | 'refresh' | 'forgetRequests'> &
  Pick<SaveActions, 'handOver' | 'noteUnsaved'> &
  Pick<PageActions, 'hideNotice'>

/** @param before the state before the event */
export function followUp(event: TrainerEvent, before: State, dependencies: Dependencies, actions: Followers): void {
  const { store, history, images } = dependencies
  const after = store.getState()
  const announce = (sentence: string | null) => sentence !== null && store.setState({ announcement: { sentence } })
  switch (event.type) {
    case 'device':
      if (isKnown(event.device)) actions.hideNotice(DEVICE_NOTICE)
      return
    case 'state':
      // A single step ends paused, too.
      if (event.state === 'paused' && before.run.pausing) history.mark({ step: after.run.report?.step ?? 0, label: 'paused' })
      announce(describeRunChange(before.run, after.run))
      return
    case 'failed':
      actions.forgetRequests()
      announce(describeRunChange(before.run, after.run))
      return
    case 'step':
      history.push(event.report)
      return
    case 'samples':
      actions.refresh()
      announce(describeNewSeeds(before.samples, after.samples))
      return
    case 'interpolation':
      actions.answered(event.request)
      return
    case 'dataset':
      images.open(event.id, event.summary.prepared)
      announce(describeDataChange(before, after))
      return
    case 'dataset-failed':
      if (event.failure) actions.warn(event.failure.message, event.failure.advice)
      announce(describeDataChange(before, after))
      return
    case 'images':
      images.receive(event)
      return
    case 'kept-sets':
      announce(describeDeletedSet(before.data.kept, after.data.kept))
      return
    case 'score':
    case 'score-failed':
      announce(describeScoresChange(before.scores, after.scores))
      return
    case 'returned':
      history.cutAfter(event.step)
      announce(describeScoresChange(before.scores, after.scores))
      return
    case 'checkpoint':
      actions.handOver(event)
      return
    case 'checkpoint-failed':
      actions.noteUnsaved(event.sentence)
      return
    case 'analysis':
    case 'analysis-failed':
      announce(describeStudyChange(before.studies, after.studies))
      return
    case 'analysis-progress':
    case 'checkpoint-progress':
    case 'import':
    case 'layers':
    case 'network':
    case 'network-failed':
    case 'preparing':
    case 'preset-times':
    case 'rotations':
    case 'score-progress':
    case 'waiting':
    case 'warnings':
      return // the state is all there is to them
    default:
      event satisfies never
  }
}
