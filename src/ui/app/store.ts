// The store: what the page shows, as small plain data. The series of the charts are kept outside of it, in train/history.ts.
import { useStore as useZustand } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type DataSlice, initialData } from '../data/data-slice.ts'
import { type ExportSlice, initialExport } from '../export/export-slice.ts'
import { type AnalysesSlice, initialAnalyses } from '../features/analyses-slice.ts'
import { initialLabels, type LabelsSlice } from '../labels/labels-slice.ts'
import { initialLesson, type LessonSlice } from '../lesson/lesson-slice.ts'
import { initialRuns, type RunsSlice } from '../runs/runs-slice.ts'
import { initialSamples, type SamplesSlice } from '../samples/samples-slice.ts'
import { initialTimeline, type TimelineSlice } from '../samples/timeline-slice.ts'
import { initialScores, type ScoresSlice } from '../scores/scores-slice.ts'
import { initialSlowStep, type SlowStepSlice } from '../slow-step/slow-step-slice.ts'
import { type FindSlice, initialFind } from '../studio/find/find-slice.ts'
import { type ClassesSlice, initialClasses } from '../train/classes-slice.ts'
import { initialKeep, type KeepSlice } from '../train/keep-slice.ts'
import { initialRun, type RunSlice } from '../train/run-slice.ts'
import { initialSaves, type SavesSlice } from '../train/saves-slice.ts'
import { initialSettings, type SettingsSlice } from '../train/settings-slice.ts'
import { type DeviceSlice, initialDevice } from './device-slice.ts'
import { initialMeasure, type MeasureSlice } from './measure-slice.ts'
import type { Notice } from './notices-slice.ts'

export type PageDialog =
  | 'shortcuts'
  | 'about'
  | 'measure'
  | 'features'
  | 'labels'
  | 'runs'
  | 'take-away'
  | 'code'
  | 'studio'
  | 'slow-step'
  | 'lesson'

export interface State {
  readonly device: DeviceSlice
  readonly run: RunSlice
  readonly data: DataSlice
  readonly settings: SettingsSlice
  readonly samples: SamplesSlice
  readonly scores: ScoresSlice
  readonly analyses: AnalysesSlice
  readonly saves: SavesSlice
  readonly keep: KeepSlice
  readonly classes: ClassesSlice
  readonly labels: LabelsSlice
  readonly timeline: TimelineSlice
  readonly lesson: LessonSlice
  readonly runs: RunsSlice
  readonly files: ExportSlice
  readonly find: FindSlice
  readonly slowStep: SlowStepSlice
  readonly measure: MeasureSlice
  readonly notices: readonly Notice[]
  /** The open dialog of the page. */
  readonly dialog: PageDialog | null
  /** The last announcement to screen readers: a new object each time, so that the same sentence counts again. */
  readonly announcement: { readonly sentence: string } | null
}

export const initialState: State = {
  device: initialDevice,
  run: initialRun,
  data: initialData,
  settings: initialSettings,
  samples: initialSamples,
  scores: initialScores,
  analyses: initialAnalyses,
  saves: initialSaves,
  keep: initialKeep,
  classes: initialClasses,
  labels: initialLabels,
  timeline: initialTimeline,
  lesson: initialLesson,
  runs: initialRuns,
  files: initialExport,
  find: initialFind,
  slowStep: initialSlowStep,
  measure: initialMeasure,
  notices: [],
  dialog: null,
  announcement: null,
}

export type Store = StoreApi<State>

export function makeStore(): Store {
  return createStore<State>(() => initialState)
}

/** The store of the page. */
export const store: Store = makeStore()

export function useStore<T>(select: (state: State) => T): T {
  return useZustand(store, select)
}
