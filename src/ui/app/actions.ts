// All actions of the page, as commands to the trainer and changes to the store. Components call these and never see the Worker.
import type { DataSource, TrainerEvent } from '../../protocol.ts'
import { createDataActions, type DataActions } from '../data/actions.ts'
import { createStudyActions, type StudyActions } from '../features/actions.ts'
import { createLatentActions, type LatentActions } from '../latent/actions.ts'
import { createSampleActions, type SampleActions } from '../samples/actions.ts'
import { createScoreActions, type ScoreActions } from '../scores/actions.ts'
import { describeRestart } from '../train/describe-loss.ts'
import { createRunActions, type RunActions } from '../train/run-actions.ts'
import { stepsAtStake } from '../train/run-slice.ts'
import { createSaveActions, type SaveActions } from '../train/save-actions.ts'
import { createSettingsActions, type SettingsActions } from '../train/settings-actions.ts'
import { applyEvent, isStale } from './apply-event.ts'
import type { Dependencies } from './dependencies.ts'
import { initialDevice } from './device-slice.ts'
import { isKnown, keepKnown } from './kept-device.ts'
import { createMeasureActions, type MeasureActions } from './measure-actions.ts'
import { addNotice, DEVICE_NOTICE, removeNotice } from './notices-slice.ts'
import type { State } from './store.ts'

export interface Actions
  extends RunActions,
    DataActions,
    SettingsActions,
    SampleActions,
    LatentActions,
    ScoreActions,
    StudyActions,
    SaveActions,
    MeasureActions {
  /** Starts the page: chooses the device and opens the data of the link. */
  boot(): void
  /** Replaces a lost Worker and opens the data again. */
  restart(): void
  dismiss(noticeId: string): void
  /** Shows a notice about the images. */
  warn(message: string, advice: string): void
}

/** @param linked the images that the link names */
export function createActions(dependencies: Dependencies, linked: DataSource): Actions {
  const { client, store, history, images } = dependencies
  const latent = createLatentActions(dependencies)
  const data = createDataActions(dependencies)
  const run = createRunActions(dependencies, latent.forgetRequests, changeDevice)
  const settings = createSettingsActions(dependencies, data)
  const scores = createScoreActions(dependencies)
  const studies = createStudyActions(dependencies)
  const saves = createSaveActions(dependencies)

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
    ...createSampleActions(dependencies),
    ...latent,
    ...scores,
    ...studies,
    ...saves,
    ...createMeasureActions(store),
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
