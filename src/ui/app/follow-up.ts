// What the page does after an event of the trainer has changed the state (apply-event.ts): adds values to the charts, downloads files, shows
// notices and announces changes. Exhaustive over the protocol, like the reducer.
import type { TrainerEvent } from '../../protocol.ts'
import type { DataActions } from '../data/actions.ts'
import { describeDataChange, describeDeletedSet } from '../data/describe-set.ts'
import { describeAnalysisChange } from '../features/describe-analyses.ts'
import type { LatentReactions } from '../latent/actions.ts'
import { describeNewSeeds } from '../samples/describe-samples.ts'
import type { TimelineReactions } from '../samples/timeline-actions.ts'
import { describeScoresChange } from '../scores/describe-scores.ts'
import { describeRunChange } from '../train/describe-run.ts'
import type { SaveReactions } from '../train/save-actions.ts'
import type { Dependencies } from './dependencies.ts'
import { isKnown } from './kept-device.ts'
import { DEVICE_NOTICE } from './notices-slice.ts'
import type { State } from './store.ts'

/** Parts of the actions that react to events; components do not call them. */
type Reactions = Pick<DataActions, 'warn'> & LatentReactions & SaveReactions & TimelineReactions & { hideNotice(noticeId: string): void }

/** @param before the state before the event */
export function followUp(event: TrainerEvent, before: State, dependencies: Dependencies, reactions: Reactions): void {
  const { store, history, images } = dependencies
  const after = store.getState()
  const announce = (sentence: string | null) => sentence !== null && store.setState({ announcement: { sentence } })
  switch (event.type) {
    case 'device':
      if (isKnown(event.device)) reactions.hideNotice(DEVICE_NOTICE)
      return
    case 'state':
      // Not after a single step, which ends paused, too.
      if (event.state === 'paused' && before.run.pausing) history.mark({ step: after.run.report?.step ?? 0, label: 'paused' })
      announce(describeRunChange(before.run, after.run))
      return
    case 'failed':
      reactions.forgetRequests()
      announce(describeRunChange(before.run, after.run))
      return
    case 'step':
      history.push(event.report)
      return
    case 'samples':
      reactions.refresh()
      announce(describeNewSeeds(before.samples, after.samples))
      return
    case 'interpolation':
      reactions.answered(event.request)
      return
    case 'dataset':
      images.open(event.id, event.summary.prepared)
      announce(describeDataChange(before, after))
      return
    case 'dataset-failed':
      if (event.failure) reactions.warn(event.failure.message, event.failure.advice)
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
    case 'snapshots':
      reactions.snapshotsListed(before.timeline)
      return
    case 'snapshot':
      reactions.snapshotShown()
      return
    case 'checkpoint':
      reactions.handOver(event)
      return
    case 'checkpoint-failed':
      reactions.noteUnsaved(event.sentence)
      return
    case 'analysis':
    case 'analysis-failed':
      announce(describeAnalysisChange(before.analyses, after.analyses))
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
    case 'history':
    case 'logged':
    case 'kept-as':
    case 'saved':
    case 'save-failed':
    case 'watching':
    case 'released':
    case 'taken-over':
    case 'runs':
    case 'run-history':
    case 'project-progress':
    case 'project-file':
    case 'project-failed':
    case 'run-imported':
    case 'import-run-failed':
      return // they only change the state
    default:
      event satisfies never
  }
}
