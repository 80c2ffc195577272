// All actions of the page, as commands to the trainer and changes to the store. Components call these and never see the Worker.
import type { DataSource } from '../../protocol.ts'
import { createDataActions, type DataActions } from '../data/actions.ts'
import { createExportActions, type ExportActions } from '../export/actions.ts'
import { type AnalysisActions, createAnalysisActions } from '../features/actions.ts'
import { createLabelsActions, type LabelsActions } from '../labels/commands.ts'
import { createLatentActions, type LatentActions } from '../latent/actions.ts'
import { createLessonActions, type LessonActions } from '../lesson/actions.ts'
import { createRunsActions, type RunsActions } from '../runs/actions.ts'
import { createStartActions, type StartActions } from '../runs/start-actions.ts'
import { createSampleActions, type SampleActions } from '../samples/actions.ts'
import { type CodeActions, createCodeActions } from '../samples/code-actions.ts'
import { createTimelineActions, type TimelineActions } from '../samples/timeline-actions.ts'
import { createScoreActions, type ScoreActions } from '../scores/actions.ts'
import { createSlowStepActions, type SlowStepActions } from '../slow-step/actions.ts'
import { createStudioActions, type StudioActions } from '../studio/actions.ts'
import { createFindActions, type FindActions } from '../studio/find/find-commands.ts'
import { makeNextRun } from '../train/next-run.ts'
import { createRunActions, type RunActions } from '../train/run-actions.ts'
import { createSaveActions, type SaveActions } from '../train/save-actions.ts'
import { createSettingsActions, type SettingsActions } from '../train/settings-actions.ts'
import { applyEvent, isStale } from './apply-event.ts'
import { type ArrivalActions, createArrivalActions } from './arrival.ts'
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
    TimelineActions,
    LatentActions,
    CodeActions,
    ScoreActions,
    AnalysisActions,
    LabelsActions,
    SaveActions,
    ExportActions,
    StudioActions,
    FindActions,
    RunsActions,
    StartActions,
    MeasureActions,
    SlowStepActions,
    PageActions,
    UpdateActions,
    LessonActions,
    ArrivalActions {
  /** Starts the page: chooses the device and opens the data of the link. @param withExample whether a newcomer sees the finished example */
  boot(withExample: boolean): void
}

/** @param linked the images named by the link */
export function createActions(dependencies: Dependencies, linked: DataSource): Actions {
  const { client, store } = dependencies
  const latent = createLatentActions(dependencies)
  const data = createDataActions(dependencies)
  const arrival = createArrivalActions(dependencies, makeNextRun(dependencies, latent.forgetRequests), latent.setEnd)
  const run = createRunActions(dependencies, {
    data,
    showSource: arrival.showSource,
    forgetRequests: latent.forgetRequests,
    bootTrainer,
    openImages: () => data.open(store.getState().data.wanted ?? linked),
  })
  const settings = createSettingsActions(dependencies, data)
  const samples = createSampleActions(dependencies)
  const saves = createSaveActions(dependencies)
  const files = createExportActions(dependencies, saves)
  const page = createPageActions(store)
  const timeline = createTimelineActions(dependencies, run)
  const studio = createStudioActions(store)
  const starts = createStartActions(dependencies, run)
  const analyses = createAnalysisActions(dependencies)
  const labels = createLabelsActions(dependencies, { analyse: analyses.analyse, saveAs: saves.saveAs })
  const runs = createRunsActions(dependencies, {
    open: data.open,
    follow: settings.follow,
    saveAs: saves.saveAs,
    readTable(file) {
      labels.openLabels()
      labels.readLabelFile(file)
    },
  })

  function bootTrainer() {
    client.send({ type: 'boot', backend: store.getState().device.wanted, base: document.baseURI })
    client.send({ type: 'list-kept' })
    client.send({ type: 'list-runs' })
  }

  client.onEvent((event) => {
    const before = store.getState()
    if (isStale(before, event)) return
    store.setState(applyEvent(before, event))
    followUp(event, before, dependencies, {
      ...data,
      ...run,
      ...latent,
      ...samples,
      ...files,
      ...timeline,
      ...runs,
      ...starts,
      ...page,
      ...arrival,
      ...labels,
    })
  })

  return {
    ...run,
    ...data,
    ...settings,
    ...samples,
    ...timeline,
    ...latent,
    ...createCodeActions(dependencies, { ...samples, ...latent, ...timeline, ...studio }),
    ...createScoreActions(dependencies),
    ...analyses,
    ...labels,
    ...saves,
    ...files,
    ...studio,
    ...createFindActions(dependencies),
    ...runs,
    ...starts,
    ...createSlowStepActions(dependencies),
    ...createMeasureActions(store),
    ...page,
    ...createUpdateActions(dependencies),
    ...createLessonActions(store),
    ...arrival,
    boot(withExample) {
      bootTrainer()
      arrival.arrive(withExample, () => data.open(linked))
    },
  }
}
