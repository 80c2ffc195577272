// The reducer of the events of an import: the images that are open, the settings they were prepared with, and the run that waits for them.
import type { TrainerEvent } from '../../protocol.ts'
import { isSamePreparation, type Preparation } from '../../spec/config.ts'
import { preparedOtherwise } from '../../spec/kept.ts'
import type { OpenRequest } from '../data/data-slice.ts'
import { forgetImages } from '../features/analyses-slice.ts'
import { initialLabels, withLabelsKept } from '../labels/labels-slice.ts'
import type { KeepSlice } from '../train/keep-slice.ts'
import { addNotice, type Notice, removeNotice } from './notices-slice.ts'
import type { State } from './store.ts'

type DataEvent = Extract<TrainerEvent, { type: 'import' | 'dataset' | 'dataset-failed' }>

/** Whether the open set stays the same and only the choice of left-out images changed. */
function isSameSet({ opening, opened }: State['data'], event: Extract<TrainerEvent, { type: 'dataset' }>): boolean {
  return opening === null && opened !== null && isSamePreparation(opened.preparation, event.preparation)
}

/** A kept set cannot follow other preparation settings, whether they come from a link or from the form: a notice says so. */
function withPreparedNotice(
  notices: readonly Notice[],
  { source, preparation: wanted }: OpenRequest,
  prepared: Preparation,
): readonly Notice[] {
  if (source.kind !== 'kept' || isSamePreparation(wanted, prepared)) return notices
  const { message, advice } = preparedOtherwise(source.name, prepared, wanted)
  return addNotice(notices, { id: 'data', kind: 'info', title: `${message} The settings follow it.`, lines: [advice] })
}

export function applyDataEvent(state: State, event: DataEvent): State {
  const { data, settings } = state
  const { opening } = data
  switch (event.type) {
    case 'import':
      return {
        ...state,
        data: { ...data, opening: opening && { ...opening, progress: event.progress, share: event.share, left: event.left } },
      }
    case 'dataset': {
      const request = opening ?? data.opened
      if (request === null) return state
      const { id, source } = request
      const { summary, preparation, warningsPending } = event
      const opened = { id, source, preparation, summary, leftOut: new Set(event.leftOut), warningsPending }
      const notices = opening ? withPreparedNotice(removeNotice(state.notices, 'data'), request, preparation) : state.notices
      return {
        ...state,
        data: { ...data, opening: null, opened, lastChoice: opening ? null : data.lastChoice, findings: summary.findings, failure: null },
        keep: withoutReplaced(state.keep, id),
        notices, // what went wrong before is over
        labels: isSameSet(data, event) ? withLabelsKept(state.labels) : initialLabels,
        analyses: isSameSet(data, event) ? state.analyses : forgetImages(state.analyses),
        // A kept set may have been prepared with other settings than requested. A new choice of images does not touch the settings.
        settings: opening ? { ...settings, config: { ...settings.config, ...preparation } } : settings,
      }
    }
    case 'dataset-failed': {
      // The open set stays, so the settings return to those it was prepared with. With a kept set they stay as they are: they apply when its
      // files are chosen again.
      const prepared = data.opened?.source.kind === 'kept' ? {} : data.opened?.preparation
      return {
        ...state,
        data: { ...data, wanted: data.opened?.source ?? null, opening: null, findings: event.findings, failure: event.failure },
        settings: { ...settings, config: { ...settings.config, ...prepared } },
        keep: withoutImages(state.keep, event),
      }
    }
    default:
      return event satisfies never
  }
}

/** A run that waited for its images does so no longer once a person has opened others. */
function withoutReplaced(keep: KeepSlice, opened: number): KeepSlice {
  const { pending } = keep
  return pending === null || pending.opening === opened ? keep : { ...keep, pending: null }
}

/** The images of the run that waits for them could not be opened: a person may choose them again, unless it was a person who cancelled. */
function withoutImages(keep: KeepSlice, { id, failure }: Extract<TrainerEvent, { type: 'dataset-failed' }>): KeepSlice {
  const { pending } = keep
  if (pending === null || pending.opening !== id) return keep
  return failure === null ? { ...keep, pending: null, offering: true } : { ...keep, pending: { ...pending, opening: null } }
}
