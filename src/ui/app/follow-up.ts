// What the page does after an event of the trainer has changed the state (apply-event.ts): adds values to the charts, downloads files, shows
// notices and announces changes. Exhaustive over the protocol, like the reducer.
import type { TrainerEvent } from '../../protocol.ts'
import type { History } from '../../spec/numbers/history.ts'
import { markerOf } from '../../spec/numbers/markers.ts'
import { loadEvents } from '../../spec/numbers/run-numbers.ts'
import type { RunEvent } from '../../spec/runs.ts'
import type { DataActions } from '../data/actions.ts'
import { describeDataChange, describeDeletedSet } from '../data/describe-set.ts'
import type { ExportReactions } from '../export/actions.ts'
import { describeAnalysisChange } from '../features/describe-analyses.ts'
import type { LabelsReactions } from '../labels/commands.ts'
import type { LatentReactions } from '../latent/actions.ts'
import type { RunsReactions } from '../runs/actions.ts'
import { describeRunsChange } from '../runs/describe-runs.ts'
import type { StartReactions } from '../runs/start-actions.ts'
import type { SampleReactions } from '../samples/actions.ts'
import { describeNewSeeds } from '../samples/describe-samples.ts'
import type { TimelineReactions } from '../samples/timeline-actions.ts'
import { describeScoresChange } from '../scores/describe-scores.ts'
import { describeSearchEnd } from '../studio/find/describe-find.ts'
import { classNames } from '../train/class-names.ts'
import { LABELS_CHANGED } from '../train/classes-slice.ts'
import { describeNewClasses } from '../train/describe-classes.ts'
import { currentSummary } from '../train/describe-keep.ts'
import { describeRunChange } from '../train/describe-run.ts'
import type { KeepActions, KeepReactions } from '../train/keep-actions.ts'
import type { ArrivalReactions } from './arrival.ts'
import type { Dependencies } from './dependencies.ts'
import { isKnown } from './kept-device.ts'
import { DEVICE_NOTICE } from './notices-slice.ts'
import type { State } from './store.ts'

/** Parts of the actions that react to events; components do not call them. */
type Reactions = Pick<DataActions, 'warn'> &
  Pick<KeepActions, 'listRuns'> &
  LatentReactions &
  SampleReactions &
  ExportReactions &
  TimelineReactions &
  KeepReactions &
  RunsReactions &
  StartReactions &
  LabelsReactions &
  ArrivalReactions & { hideNotice(noticeId: string): void }

/** @param before the state before the event */
export function followUp(event: TrainerEvent, before: State, dependencies: Dependencies, reactions: Reactions): void {
  const { store, history, images, drawings } = dependencies
  const after = store.getState()
  const announce = (sentence: string | null) => sentence !== null && store.setState({ announcement: { sentence } })
  switch (event.type) {
    case 'device':
      if (isKnown(event.device)) reactions.hideNotice(DEVICE_NOTICE)
      reactions.refresh() // of a run that was shown before there was a device
      drawings.runHasChanged()
      reactions.beginPending()
      return
    case 'state':
      if (before.run.ending !== null && after.run.ending === null) reactions.listRuns() // the run that was reset is among them
      announce(describeRunChange(before.run, after.run, after.keep))
      drawings.runHasChanged()
      if (event.state === 'viewing') reactions.viewingBegan()
      return
    case 'failed':
      reactions.forgetRequests()
      reactions.forgetFilmRequests()
      announce(describeRunChange(before.run, after.run, after.keep))
      reactions.recover(event.failure, before)
      return
    case 'step':
      history.push(event.report)
      return
    case 'samples':
      reactions.refresh()
      drawings.runHasDrawn(event.grid.step)
      announce(describeNewSeeds(before.samples, after.samples, classNames(after)))
      return
    case 'interpolation':
      reactions.answered(event.request)
      return
    case 'dataset':
      images.open(event.id, event.summary.prepared)
      announce(describeDataChange(before, after))
      if (after.dialog === 'labels' && after.labels.session === null) reactions.readLabels() // other images than the view was opened on
      reactions.beginPending()
      return
    case 'dataset-failed':
      if (event.failure) reactions.warn(event.failure.message, event.failure.advice)
      announce(describeDataChange(before, after))
      return
    case 'images':
      images.receive(event)
      return
    case 'kept-sets':
      if (after.runs.imported !== null) reactions.listRuns()
      announce(describeDeletedSet(before.data.kept, after.data.kept))
      return
    case 'classes':
      reactions.classesFound(before)
      announce(describeNewClasses(before.classes.found, after.classes.found))
      return
    case 'score':
    case 'score-failed':
      announce(describeScoresChange(before.scores, after.scores))
      return
    case 'history':
      loadEvents(history, event.history.events)
      reactions.readRepeated(event.history)
      return
    case 'logged':
      mark(event.event, before, history)
      return
    case 'kept-as':
      reactions.listRuns() // the new one is part of it
      return
    case 'watching':
      if (event.live && after.run.shown) reactions.listRuns() // it is not free to be continued any more
      return
    case 'released':
      reactions.takeReleased()
      return
    case 'taken-over':
      reactions.watchTaken(before)
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
    case 'file-made':
    case 'file-failed':
      reactions.fileEnded()
      return
    case 'film-preview':
      reactions.previewArrived(event.id)
      return
    case 'generator-copied':
    case 'generator-not-copied':
      drawings.copied(event)
      return
    case 'film-formats':
      reactions.formatsArrived(event.id)
      return
    case 'analysis':
    case 'analysis-failed':
      announce(describeAnalysisChange(before.analyses, after.analyses))
      reactions.analysisEnded(before.analyses.underWay?.analysis.kind ?? null)
      return
    case 'latent-found':
    case 'find-failed':
      announce(describeSearchEnd(after.find))
      return
    case 'set-labels':
      reactions.suggestLabels()
      return
    case 'labels-table':
      reactions.handOverTable(event)
      return
    case 'save-failed':
      reactions.exportSaved() // as it was saved before
      return
    case 'runs':
      reactions.openImported()
      reactions.runsListed()
      announce(describeRunsChange(before.runs, after.runs))
      return
    case 'project-failed':
    case 'import-run-failed':
      announce(describeRunsChange(before.runs, after.runs))
      return
    case 'run-history':
      reactions.beginRepetition(event.id, event.history)
      return
    case 'project-file':
      reactions.handOverProject(event)
      return
    case 'run-imported':
      reactions.listKeptSets()
      announce(`“${event.name}” is kept in this browser now.`)
      return
    case 'saved':
      reactions.exportSaved()
      reactions.nameRepetition()
      // With its first save a new run is in the list.
      if (after.dialog === 'runs' || after.run.state === 'finished' || currentSummary(after) === null) reactions.listRuns()
      return
    case 'labels-changed':
      announce(LABELS_CHANGED.title)
      return
    case 'analysis-progress':
    case 'label-file':
    case 'label-file-failed':
    case 'labelling':
    case 'import':
    case 'layers':
    case 'run-id':
    case 'network':
    case 'network-failed':
    case 'preparing':
    case 'preset-times':
    case 'rotations':
    case 'score-progress':
    case 'slow-step':
    case 'slow-step-failed':
    case 'waiting':
    case 'warnings':
    case 'project-progress':
    case 'file-progress':
    case 'find-progress':
    case 'find-target':
    case 'import-run-progress':
      return // they only change the state
    default:
      event satisfies never
  }
}

/** The same marks as those of a loaded history. */
function mark(event: RunEvent, before: State, history: History): void {
  if (event.event === 'recovered') history.cutAfter(event.step)
  const marker = markerOf(event, before.run.loggedDevice)
  if (marker) history.mark(marker)
}
