// All actions of the page, as commands to the trainer and changes to the store. Components call these and never see the Worker.
import type { DataSource, TrainerEvent } from '../../protocol.ts'
import { type DataActions, makeDataActions } from '../data/data-actions.ts'
import { makePageCache, type PageCache } from '../data/page-cache.ts'
import { makeStudyActions, type StudyActions } from '../features/study-actions.ts'
import { type LatentActions, makeLatentActions } from '../latent/latent-actions.ts'
import { makeSampleActions, type SampleActions } from '../samples/sample-actions.ts'
import { makeScoreActions, type ScoreActions } from '../scores/score-actions.ts'
import { describeRestart } from '../train/describe-loss.ts'
import type { History } from '../train/history.ts'
import { makeRunActions, type RunActions } from '../train/run-actions.ts'
import { stepsAtStake } from '../train/run-slice.ts'
import { makeSaveActions, type SaveActions } from '../train/save-actions.ts'
import { makeSettingsActions, type SettingsActions } from '../train/settings-actions.ts'
import { applyEvent, isStale } from './apply-event.ts'
import { initialDevice } from './device-slice.ts'
import { isKnown, keepKnown } from './kept-device.ts'
import { type MeasureActions, makeMeasureActions } from './measure-actions.ts'
import { addNotice, DEVICE_NOTICE, removeNotice } from './notices-slice.ts'
import type { State, Store } from './store.ts'
import type { TrainerClient } from './trainer-client.ts'

export interface Session
  extends RunActions,
    DataActions,
    SettingsActions,
    SampleActions,
    LatentActions,
    ScoreActions,
    StudyActions,
    SaveActions,
    MeasureActions {
  readonly history: History
  /** Pictures of the open set. */
  readonly images: PageCache
  /** Starts the page: chooses the device and opens the data of the link. */
  boot(): void
  /** Replaces a lost Worker and opens the data again. */
  restart(): void
  dismiss(noticeId: string): void
  /** Shows a notice about the images. */
  warn(message: string, advice: string): void
}

/** Dependencies of the actions. */
export interface SessionParts {
  readonly client: TrainerClient
  readonly store: Store
  readonly history: History
}

export function makeSession(parts: SessionParts, linked: DataSource): Session {
  const { client, store, history } = parts
  const images = makePageCache((id, from, count) => client.send({ type: 'show-images', id, from, count }))
  const latent = makeLatentActions(parts)
  const data = makeDataActions(parts)
  const run = makeRunActions(parts, latent.forgetRequests, changeDevice)
  const settings = makeSettingsActions(parts, data)
  const scores = makeScoreActions(parts)
  const studies = makeStudyActions(parts)
  const saves = makeSaveActions(parts)

  client.onEvent((event) => {
    const before = store.getState()
    if (isStale(before, event)) return
    store.setState(applyEvent(before, event))
    followUp(event, before)
  })

  function followUp(event: TrainerEvent, before: State) {
    if (event.type === 'step') history.push(event.report)
    if (event.type === 'device' && isKnown(event.device)) dismiss(DEVICE_NOTICE)
    if (event.type === 'state' && event.state === 'paused' && before.run.pausing) run.notePause() // a single step ends paused too
    if (event.type === 'returned') scores.noteReturn(event.step)
    if (event.type === 'checkpoint') saves.handOver(event)
    if (event.type === 'checkpoint-failed') saves.noteUnsaved(event.sentence)
    if (event.type === 'interpolation') latent.answered(event.request)
    if (event.type === 'samples') latent.refresh()
    if (event.type === 'dataset') images.open(event.id, event.summary.prepared)
    if (event.type === 'images') images.receive(event)
    if (event.type === 'failed') latent.forgetRequests()
    if (event.type === 'dataset-failed' && event.failure) warn(event.failure.message, event.failure.advice)
  }

  function warn(message: string, advice: string) {
    const notice = { id: 'data', kind: 'warning', title: message, lines: [advice] } as const
    store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
  }

  function dismiss(noticeId: string) {
    store.setState(({ notices }) => ({ notices: removeNotice(notices, noticeId) }))
  }

  function start(source: DataSource) {
    client.send({ type: 'boot', backend: store.getState().device.wanted, base: document.baseURI })
    client.send({ type: 'list-kept' })
    data.open(source)
  }

  function startAgain() {
    run.forget()
    client.restart()
    start(store.getState().data.wanted ?? linked)
  }

  function changeDevice() {
    store.setState(({ device }) => ({ device: { ...initialDevice, wanted: device.asked, asked: device.asked } }))
    startAgain()
  }

  return {
    ...run,
    ...data,
    ...settings,
    ...makeSampleActions(parts),
    ...latent,
    ...scores,
    ...studies,
    ...saves,
    ...makeMeasureActions(store),
    history,
    images,
    boot() {
      start(linked)
    },
    restart() {
      const notice = describeRestart(stepsAtStake(store.getState().run))
      startAgain()
      if (notice) store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
    },
    warn,
    dismiss(noticeId) {
      const { device } = store.getState().run
      if (noticeId === DEVICE_NOTICE && device) keepKnown(device)
      dismiss(noticeId)
    },
  }
}
