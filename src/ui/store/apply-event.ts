// What each event of the trainer changes on the page: a pure function, exhaustive over the protocol.
import type { TrainerEvent } from '../../protocol.ts'
import { addNotice } from './notices-slice.ts'
import type { State } from './store.ts'

/** A run that was replaced or reset, or an import that was replaced, may still send: none of it counts. */
export function isStale(state: State, event: TrainerEvent): boolean {
  switch (event.type) {
    case 'device':
    case 'kept-sets':
      return false
    case 'import':
    case 'dataset-failed':
      return event.id !== state.data.opening?.id
    case 'dataset': // of an import, or of an open set in which images were taken or left out
      return event.id !== (state.data.opening ?? state.data.opened)?.id
    case 'images':
      return event.id !== state.data.opened?.id
    case 'state':
    case 'preparing':
    case 'step':
    case 'samples':
    case 'rotations':
    case 'interpolation':
      return event.run !== state.run.number
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
    case 'import':
    case 'dataset':
    case 'dataset-failed':
      return applyDataEvent(state, event)
    case 'images': // too many to be state: the session keeps those in sight
      return state
    case 'kept-sets':
      return { ...state, data: { ...state.data, kept: event.kept } }
    case 'state':
      return { ...state, run: { ...run, state: event.state, preparation: null } }
    case 'preparing':
      return { ...state, run: { ...run, preparation: { done: event.done, total: event.total } } }
    case 'step':
      return { ...state, run: { ...run, report: event.report } }
    case 'samples':
      return { ...state, samples: { ...samples, grid: event.grid } }
    case 'rotations':
      return { ...state, samples: { ...samples, panel: event.panel } }
    case 'interpolation':
      return { ...state, samples: { ...samples, interpolation: { step: event.step, pictures: event.pictures } } }
    case 'failed':
      return { ...state, run: { ...run, state: 'failed', failure: event.failure }, data: { ...state.data, opening: null } }
    default:
      return event satisfies never
  }
}

function applyDevice(state: State, { device }: Extract<TrainerEvent, { type: 'device' }>): State {
  const withDevice = { ...state, run: { ...state.run, device } }
  if (device.notice === null) return withDevice
  const notice = { id: 'device', kind: 'warning', title: 'Training will be slow here', lines: [device.notice] } as const
  return { ...withDevice, notices: addNotice(state.notices, notice) }
}

type DataEvent = Extract<TrainerEvent, { type: 'import' | 'dataset' | 'dataset-failed' }>

function applyDataEvent(state: State, event: DataEvent): State {
  const { data, settings } = state
  const { opening } = data
  switch (event.type) {
    case 'import':
      return { ...state, data: { ...data, opening: opening && { ...opening, progress: event.progress } } }
    case 'dataset': {
      const request = opening ?? data.opened
      if (request === null) return state
      const { id, source } = request
      const { summary, preparation } = event
      const opened = { id, source, preparation, summary, leftOut: new Set(event.leftOut) }
      return {
        ...state,
        data: { ...data, opening: null, opened, findings: summary.findings, failure: null },
        settings: { ...settings, config: { ...settings.config, ...preparation } }, // those of a kept set may be others than were asked for
      }
    }
    case 'dataset-failed': {
      // What was loaded stays, so the settings go back to those it was prepared with.
      return {
        ...state,
        data: { ...data, wanted: data.opened?.source ?? null, opening: null, findings: event.findings, failure: event.failure },
        settings: { ...settings, config: { ...settings.config, ...data.opened?.preparation } },
      }
    }
    default:
      return event satisfies never
  }
}
