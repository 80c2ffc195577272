// All actions of the page, as commands to the trainer and changes to the store. Components call these and never see the Worker.
import type { DataSource } from '../../protocol.ts'
import { createDataActions, type DataActions } from '../data/actions.ts'
import { type AnalysisActions, createAnalysisActions } from '../features/actions.ts'
import { createLatentActions, type LatentActions } from '../latent/actions.ts'
import { createSampleActions, type SampleActions } from '../samples/actions.ts'
import { createScoreActions, type ScoreActions } from '../scores/actions.ts'
import { createRunActions, type RunActions } from '../train/run-actions.ts'
import { createSaveActions, type SaveActions } from '../train/save-actions.ts'
import { createSettingsActions, type SettingsActions } from '../train/settings-actions.ts'
import { applyEvent, isStale } from './apply-event.ts'
import type { Dependencies } from './dependencies.ts'
import { followUp } from './follow-up.ts'
import { createMeasureActions, type MeasureActions } from './measure-actions.ts'
import { createPageActions, type PageActions } from './page-actions.ts'
import { createUpdateActions, type UpdateActions } from './update-actions.ts'

export interface Actions
  extends RunActions,
    DataActions,
    SettingsActions,
    SampleActions,
    LatentActions,
    ScoreActions,
    AnalysisActions,
    SaveActions,
    MeasureActions,
    PageActions,
    UpdateActions {
  /** Starts the page: chooses the device and opens the data of the link. */
  boot(): void
}

/** @param linked the images named by the link */
export function createActions(dependencies: Dependencies, linked: DataSource): Actions {
  const { client, store } = dependencies
  const latent = createLatentActions(dependencies)
  const data = createDataActions(dependencies)
  const run = createRunActions(dependencies, latent.forgetRequests, restartTrainer)
  const settings = createSettingsActions(dependencies, data)
  const saves = createSaveActions(dependencies)
  const page = createPageActions(store)

  function start(source: DataSource) {
    client.send({ type: 'boot', backend: store.getState().device.wanted, base: document.baseURI })
    client.send({ type: 'list-kept' })
    data.open(source)
  }

  function restartTrainer() {
    run.forget()
    client.restart()
    start(store.getState().data.wanted ?? linked)
  }

  client.onEvent((event) => {
    const before = store.getState()
    if (isStale(before, event)) return
    store.setState(applyEvent(before, event))
    followUp(event, before, dependencies, { ...data, ...latent, ...saves, ...page })
  })

  return {
    ...run,
    ...data,
    ...settings,
    ...createSampleActions(dependencies),
    ...latent,
    ...createScoreActions(dependencies),
    ...createAnalysisActions(dependencies),
    ...saves,
    ...createMeasureActions(store),
    ...page,
    ...createUpdateActions(dependencies),
    boot() {
      start(linked)
    },
  }
}
