// The reducer of trainer events: a pure function from state and event to the next state, exhaustive over the protocol.
import type { TrainerEvent } from '../../protocol.ts'
import type { DeviceInfo } from '../../spec/backends.ts'
import type { SetWarning } from '../../spec/files.ts'
import type { Failure } from '../../spec/report.ts'
import type { OpenedSet } from '../data/data-slice.ts'
import { applyFileEvent, withoutMaking } from '../export/export-slice.ts'
import { forgetAfter } from '../features/analyses-slice.ts'
import { applyLabelsEvent } from '../labels/labels-slice.ts'
import { applyRunsEvent, withSetsListed } from '../runs/runs-slice.ts'
import { endDrawing } from '../samples/samples-slice.ts'
import { backToLive, withPictures, withSnapshots } from '../samples/timeline-slice.ts'
import { viewOfGrid } from '../samples/wall-view.ts'
import { returnTo, type ScoresSlice, withNetwork, withScore } from '../scores/scores-slice.ts'
import { applySlowStepEvent } from '../slow-step/slow-step-slice.ts'
import { applyFindEvent, withoutSearch } from '../studio/find/find-slice.ts'
import { applyLogged, applySave, withState } from '../train/apply-keep-event.ts'
import { applyClassesEvent, LABELS_CHANGED } from '../train/classes-slice.ts'
import { withHistory } from '../train/load-history.ts'
import { applyAnalysisEvent } from './apply-analysis-event.ts'
import { applyDataEvent } from './apply-data-event.ts'
import { isShownComing, withoutShown } from './arrival.ts'
import { isSlow } from './describe-device.ts'
import { addNotice, DEVICE_NOTICE, type Notice, removeNotice, withoutRun } from './notices-slice.ts'
import type { State } from './store.ts'

/** Whether the event belongs to a run or an import that has been replaced or reset: such events are dropped. */
export function isStale(state: State, event: TrainerEvent): boolean {
  switch (event.type) {
    case 'device':
    case 'preset-times':
    case 'kept-sets':
    case 'network':
    case 'network-failed':
    case 'runs':
    case 'run-history':
    case 'project-progress':
    case 'project-file':
    case 'project-failed':
    case 'import-run-progress':
    case 'run-imported':
    case 'import-run-failed':
    case 'film-formats':
    case 'film-preview':
    case 'generator-copied':
    case 'generator-not-copied':
      return false
    case 'file-progress':
    case 'file-made':
    case 'file-failed':
      return event.id !== state.files.underWay?.id
    case 'import':
    case 'dataset-failed':
      return event.id !== state.data.opening?.id
    case 'dataset': // after an import, or after images of the open set were included or left out
      return event.id !== (state.data.opening ?? state.data.opened)?.id
    case 'images':
    case 'warnings':
    case 'set-labels':
    case 'label-file':
    case 'label-file-failed':
    case 'labels-table':
      return event.id !== state.data.opened?.id
    case 'state': // the end of the previous run is still awaited
      return event.run !== state.run.number && !(event.state === 'idle' && event.run === state.run.ending)
    case 'waiting':
    case 'preparing':
    case 'labelling':
    case 'classes':
    case 'labels-changed':
    case 'step':
    case 'slow-step':
    case 'slow-step-failed':
    case 'samples':
    case 'rotations':
    case 'interpolation':
    case 'score-progress':
    case 'score':
    case 'score-failed':
    case 'returned':
    case 'layers':
    case 'run-id':
    case 'history':
    case 'logged':
    case 'kept-as':
    case 'saved':
    case 'save-failed':
    case 'snapshots':
    case 'snapshot':
    case 'watching':
    case 'released':
    case 'taken-over':
      return event.run !== state.run.number
    case 'analysis-progress':
    case 'analysis':
    case 'analysis-failed':
      return event.id !== state.analyses.underWay?.id
    case 'find-target':
    case 'find-progress':
    case 'latent-found':
    case 'find-failed':
      return event.id !== state.find.underWay?.id
    case 'failed':
      return event.run !== null && event.run !== state.run.number
    default:
      return event satisfies never
  }
}

export function applyEvent(state: State, event: TrainerEvent): State {
  if (isStale(state, event)) return state
  const { run, samples } = state
  switch (event.type) {
    case 'device':
      return applyDevice(state, event)
    case 'preset-times':
      return { ...state, device: { ...state.device, presetSeconds: event.seconds } }
    case 'import':
    case 'dataset':
    case 'dataset-failed':
      return applyDataEvent(state, event)
    case 'generator-copied':
    case 'generator-not-copied':
    case 'images': // not kept in the store: the page cache and the drawings hold them
      return state
    case 'warnings':
      return { ...state, data: { ...state.data, opened: withWarnings(state.data.opened, event.warnings) } }
    case 'kept-sets':
      return { ...state, data: { ...state.data, kept: event.kept }, runs: withSetsListed(state.runs) }
    case 'state':
      if (event.state === 'idle' && isShownComing(state)) return withoutShown(state)
      if (event.run === run.ending) return { ...state, run: { ...run, ending: null } }
      return { ...state, run: withState(state, event.state) }
    case 'waiting':
      return { ...state, run: { ...run, waitsFor: event.for } }
    case 'preparing':
      return { ...state, run: { ...run, preparation: { done: event.done, total: event.total } } }
    case 'step':
      return { ...state, run: { ...run, report: event.report } }
    case 'slow-step':
    case 'slow-step-failed':
      return { ...state, slowStep: applySlowStepEvent(state.slowStep, event) }
    case 'samples':
      return { ...state, samples: { ...samples, grid: event.grid } }
    case 'rotations':
      return { ...state, samples: { ...samples, panel: event.panel } }
    case 'interpolation':
      return { ...state, samples: { ...samples, interpolation: event.interpolation } }
    case 'network':
      return { ...state, scores: withNetwork(state.scores, event.name) }
    case 'network-failed':
      return { ...state, scores: { ...state.scores, networkProblem: event.sentence } }
    case 'score-progress':
    case 'score':
    case 'score-failed':
      return { ...state, scores: applyScoreEvent(state, event) }
    case 'returned':
      return {
        ...state,
        scores: returnTo(state.scores, event.step),
        analyses: forgetAfter(state.analyses, event.step),
        timeline: backToLive(state.timeline),
      }
    case 'file-progress':
    case 'file-made':
    case 'file-failed':
      return { ...state, files: applyFileEvent(state.files, event) }
    case 'film-preview':
      return { ...state, files: { ...state.files, preview: event.preview } }
    case 'film-formats':
      return { ...state, files: { ...state.files, offers: event.offers } }
    case 'analysis-progress':
    case 'analysis':
    case 'analysis-failed':
    case 'layers':
      return applyAnalysisEvent(state, event)
    case 'find-target':
    case 'find-progress':
    case 'latent-found':
    case 'find-failed':
      return { ...state, find: applyFindEvent(state.find, event) }
    case 'kept-as':
      return { ...state, keep: { ...state.keep, id: event.id, last: event.id ?? state.keep.last, problem: event.sentence } }
    case 'saved':
      return applySave(state, event.save)
    case 'save-failed':
      return { ...state, keep: { ...state.keep, problem: event.sentence } }
    case 'run-id':
      return { ...state, run: { ...run, id: event.id } }
    case 'history':
      return withHistory(state, event)
    case 'logged':
      return applyLogged(state, event.event)
    case 'watching':
      return { ...state, keep: { ...state.keep, watching: event.live && run.shown === null } }
    case 'released':
      return { ...state, keep: { ...state.keep, watching: false, offering: true } }
    case 'snapshots':
      return { ...state, timeline: withSnapshots(state.timeline, event.snapshots) }
    case 'snapshot':
      return { ...state, timeline: withPictures(state.timeline, event.file, event.pictures) }
    case 'runs':
    case 'run-history':
    case 'project-progress':
    case 'project-file':
    case 'project-failed':
    case 'import-run-progress':
    case 'run-imported':
    case 'import-run-failed':
      return { ...state, runs: applyRunsEvent(state.runs, event) }
    case 'set-labels':
    case 'label-file':
    case 'label-file-failed':
    case 'labels-table':
      return { ...state, labels: applyLabelsEvent(state.labels, event, state.data.opened?.summary.prepared ?? 0) }
    case 'labelling':
    case 'classes':
      return { ...state, classes: applyClassesEvent(state.classes, event) }
    case 'labels-changed':
      return { ...state, notices: addNotice(state.notices, LABELS_CHANGED) }
    case 'taken-over':
      return state
    case 'failed':
      return event.run !== null && isShownComing(state) ? withoutShown(state) : applyFailure(state, event.failure)
    default:
      return event satisfies never
  }
}

function applyFailure(state: State, failure: Failure): State {
  const { run, keep, samples } = state
  return {
    ...state,
    run: { ...run, state: 'failed', pausing: false, waitsFor: null, ending: null, failure },
    notices: withoutRun(state.notices),
    samples: endDrawing(samples),
    classes: { ...state.classes, finding: null },
    data: { ...state.data, opening: null },
    scores: { ...state.scores, underWay: null },
    analyses: { ...state.analyses, underWay: null },
    files: withoutMaking(state.files),
    find: withoutSearch(state.find),
    slowStep: { ...state.slowStep, making: false },
    // A kept run that could not go on, for instance because other images are open, is offered again.
    keep: { ...keep, watching: false, takingOver: false, offering: failure.reason === 'bad-data' && keep.id !== null },
  }
}

function noticeOf(device: DeviceInfo): Notice {
  const lines = device.notice === null ? [] : [device.notice]
  if (isSlow(device)) return { id: DEVICE_NOTICE, kind: 'warning', title: 'Training will be slow here', lines }
  return { id: DEVICE_NOTICE, kind: 'info', title: 'The processor trains here.', lines }
}

function applyDevice(state: State, { device }: Extract<TrainerEvent, { type: 'device' }>): State {
  const notices = device.notice === null ? removeNotice(state.notices, DEVICE_NOTICE) : addNotice(state.notices, noticeOf(device))
  return { ...state, run: { ...state.run, device }, notices }
}

type ScoreEvent = Extract<TrainerEvent, { type: 'score-progress' | 'score' | 'score-failed' }>

function applyScoreEvent({ scores, samples, data }: State, event: ScoreEvent): ScoresSlice {
  switch (event.type) {
    case 'score-progress':
      return { ...scores, underWay: event.progress }
    case 'score':
      return withScore(scores, event.report, event.best, data.opened && { set: data.opened.id, grid: mixedGrid(samples) })
    case 'score-failed':
      return { ...scores, underWay: null, problem: event.sentence }
    default:
      return event satisfies never
  }
}

/** The samples nearest to which images are found: those of a seed's own class. */
function mixedGrid({ grid }: State['samples']): State['samples']['grid'] {
  return grid && viewOfGrid(grid).kind === 'mixed' ? grid : null
}

function withWarnings(opened: OpenedSet | null, warnings: readonly SetWarning[]): OpenedSet | null {
  return opened && { ...opened, summary: { ...opened.summary, warnings }, warningsPending: false }
}
