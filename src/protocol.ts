// The protocol between the page and the Worker that trains: commands in, events out, plain data both ways.
// `run` is the number of a run, so that the page can drop late events of a run that it has replaced.
import type { BackendChoice, DeviceInfo } from './spec/backends.ts'
import type { GivenLabels, LabellingProgress, RunClasses } from './spec/classes.ts'
import type { LiveConfig, Preparation, RunConfig } from './spec/config.ts'
import type { BuiltinName } from './spec/datasets.ts'
import type { GeneratorCopy } from './spec/drawing.ts'
import type { ExportCheck, ExportRequest, ExportSource } from './spec/exports.ts'
import type { FeatureAnalysis, FeatureAnalysisResult } from './spec/feature-analyses.ts'
import type { BlobLike, FileLike, Finding, FolderHandle, SetWarning } from './spec/files.ts'
import type { Film, FilmOffer, FilmPlan } from './spec/films.ts'
import type { FindTarget, FoundPicture, NearPicture } from './spec/find-latent.ts'
import type { Pictures } from './spec/image-block.ts'
import type { DatasetSummary, ImportProgress, KeptSets } from './spec/image-set.ts'
import type { Interpolation } from './spec/interpolation.ts'
import type { PresetSeconds } from './spec/presets.ts'
import type { Failure, InterpolationMethod, RotationPanel, RunState, SampleGrid, StepReport, WaitReason } from './spec/report.ts'
import type {
  RecoveryReason,
  RunEvent,
  RunHistory,
  RunOrigin,
  SaveReport,
  ScheduledChange,
  SnapshotInfo,
  SnapshotPictures,
  StoredRuns,
} from './spec/runs.ts'
import type { PixelRange, ScoreProgress, ScoreReport } from './spec/scores.ts'
import { buffersOfSlowStep, type SlowStep } from './spec/slow-step.ts'

/** A file that a person has chosen. */
export interface PickedFile {
  /** Path inside the chosen folder, with `/`. */
  readonly path: string
  readonly file: FileLike
}

/** A file or folder that was chosen; `file` is null where the browser could not open it. */
export type ListedFile = Pick<PickedFile, 'path'> & { readonly file: FileLike | null }

export type DataSource =
  | { readonly kind: 'builtin'; readonly name: BuiltinName }
  /** Where `kept` is false, the browser does not keep the prepared set: it is only wanted for a measurement. */
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly ListedFile[]; readonly kept?: false }
  /** A folder the browser lets be read again, now or when its set has been kept. */
  | { readonly kind: 'folder'; readonly name: string; readonly handle: FolderHandle }
  /** A set that was prepared before and kept in this browser. */
  | { readonly kind: 'kept'; readonly name: string; readonly key: string }

/** A TensorFlow.js graph model: model.json and the files it names. */
export interface OwnNetwork {
  /** For people: scores carry it in their names. */
  readonly name: string
  readonly files: readonly PickedFile[]
  readonly range: PixelRange
}

/** A state of a kept run. `file` null: its last one. */
export interface SnapshotRef {
  /** Of the run. */
  readonly id: string
  readonly file: string | null
}

/** How a run begins, where it does not begin with fresh weights and nothing planned. */
export interface RunBeginning {
  readonly origin: RunOrigin
  /** Begins with the weights of another run (D, and the EMA generator as generator), step 0 and fresh Adam moments; null: with fresh weights. */
  readonly weights: SnapshotRef | null
  /** Live settings to change at their steps, as in the run that is repeated. */
  readonly changes: readonly ScheduledChange[]
}

/** A kept run to be shown, or the finished one that comes with the page. */
export type ViewSource = { readonly kind: 'stored'; readonly id: string } | { readonly kind: 'example' }

export type Command =
  /** First command: choose the device (`auto` takes the best one there is); `base` is the page's address, built-in sets lie below it. */
  | { readonly type: 'boot'; readonly backend: BackendChoice; readonly base: string }
  /** Prepare images; answered by `import` events, then `dataset` or `dataset-failed` with the same `id`. */
  /** `leftOut`: the images that the run which is to go on does not see, in place of what was chosen for the set. */
  | {
      readonly type: 'open'
      readonly id: number
      readonly source: DataSource
      readonly preparation: Preparation
      readonly leftOut?: readonly number[]
    }
  /** Cancel the import; what was loaded before stays. Answered by `dataset-failed` with failure null. */
  | { readonly type: 'cancel-open'; readonly id: number }
  /** Pictures of the open set, left-out ones among them, from number `from` on; answered by `images`. */
  | { readonly type: 'show-images'; readonly id: number; readonly from: number; readonly count: number }
  /** Include some of the prepared images in the set or leave them out; answered by `dataset` with the same `id`. Not while a run goes on. */
  | { readonly type: 'take-images'; readonly id: number; readonly images: readonly number[]; readonly taken: boolean }
  /** The first `count` findings of the open set; answered by `dataset` with the same `id`. */
  | { readonly type: 'list-findings'; readonly id: number; readonly count: number }
  /** The labels of the open set; answered by `set-labels` with the same `id`. */
  | { readonly type: 'read-labels'; readonly id: number }
  /**
   * Labels of the prepared images in the place of those there are, kept with the set; null: what it came with, or its folders. Answered by
   * `dataset`; where they cannot be labels of the set, by `label-file-failed` before it, and nothing changes.
   */
  | { readonly type: 'label-images'; readonly id: number; readonly labels: GivenLabels | null }
  /** A table of labels, which is matched with the images; answered by `label-file` or `label-file-failed`. Nothing changes yet. */
  | { readonly type: 'read-label-file'; readonly id: number; readonly file: FileLike }
  /** The labels of the open set as a table; answered by `labels-table`. */
  | { readonly type: 'export-labels'; readonly id: number }
  /** The sets kept in this browser; answered by `kept-sets`. */
  | { readonly type: 'list-kept' }
  | { readonly type: 'delete-kept'; readonly key: string }
  /** Begin a new run on the data that is open. `paused` waits at step 0 for `step` or `resume`. */
  | {
      readonly type: 'start'
      readonly run: number
      readonly config: RunConfig
      readonly paused: boolean
      readonly beginning?: RunBeginning
    }
  /**
   * Take up a kept run on the images that are open, which must be its own; `branch`: as a new run, which leaves the kept one as it is.
   * Answered by `history`, then as `start`. `recovery`: it was lost at step `from`, which its history will tell.
   */
  | {
      readonly type: 'continue'
      readonly run: number
      readonly snapshot: SnapshotRef
      readonly branch: boolean
      readonly paused: boolean
      readonly recovery?: { readonly from: number; readonly reason: RecoveryReason }
    }
  /**
   * Show a run without training it; answered by `history`, `snapshots`, `samples` and `rotations`, then the state 'viewing'. Where another tab
   * trains it, its events follow, live.
   */
  | { readonly type: 'view'; readonly run: number; readonly source: ViewSource }
  /** Make the tab that trains the viewed run save it and let go; answered by `released`, and then it can be taken up here. */
  | { readonly type: 'take-over'; readonly run: number }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** One step, then paused. */
  | { readonly type: 'step' }
  /**
   * One step in slow motion, then paused: of a running run the next one. Answered by `slow-step`, after which it is reported like any other step,
   * or by `slow-step-failed`.
   */
  | { readonly type: 'slow-step'; readonly run: number }
  /** End the run and free what it held. The data stays. */
  | { readonly type: 'reset' }
  | { readonly type: 'tune'; readonly changes: Partial<LiveConfig> }
  /**
   * Draw the samples of these seeds from now on; answered by `samples`. `classes`: of each its class; without them drawn by frequency,
   * always the same for a seed and these frequencies. A newer request replaces one not yet answered.
   */
  | { readonly type: 'show-samples'; readonly run: number; readonly seeds: readonly number[]; readonly classes?: readonly number[] }
  /**
   * Pictures between the samples of two seeds, at `at` (0 is A, 1 is B), and between two classes; without them, those of the seeds. The same
   * seed twice with two classes is a class morph. A newer request replaces one not yet answered.
   */
  | {
      readonly type: 'interpolate'
      readonly request: number
      readonly a: number
      readonly b: number
      readonly classes?: readonly [a: number, b: number]
      readonly method: InterpolationMethod
      readonly at: readonly number[]
    }

  /** Score the averaged generator as it is now; answered by `score-progress` events, then `score` or `score-failed`. */
  | { readonly type: 'score'; readonly run: number }
  | { readonly type: 'cancel-score'; readonly run: number }
  /** Score in the features of a network of the person's own, or of the one that ships with the page; answered by `network` or `network-failed`. */
  | { readonly type: 'use-network'; readonly own: OwnNetwork | null }
  /** Return to the step with the lowest kernel distance; answered by `returned`. Nothing happens where none is kept. */
  | { readonly type: 'return-to-best'; readonly run: number }
  /** Save the run now, since the page may be about to end; answered by `saved` or `save-failed`. */
  | { readonly type: 'save-now'; readonly run: number }
  /** Pictures of a snapshot; answered by `snapshot`. A newer request replaces one not yet answered. */
  | { readonly type: 'show-snapshot'; readonly run: number; readonly file: string }
  /** Return to a snapshot; answered by `returned`. */
  | { readonly type: 'return-to-snapshot'; readonly run: number; readonly file: string }
  /** Score a snapshot on the run's images; answered as `score`. */
  | { readonly type: 'score-snapshot'; readonly run: number; readonly file: string }
  /** The runs kept in this browser; this and the changes below are answered by `runs`. */
  | { readonly type: 'list-runs' }
  | { readonly type: 'rename-run'; readonly id: string; readonly name: string }
  /** Put into the bin: `restore-run` undoes it until the page is opened anew, or room is needed. */
  | { readonly type: 'delete-run'; readonly id: string }
  | { readonly type: 'restore-run'; readonly id: string }
  /** Delete what is left of a damaged run, for good. */
  | { readonly type: 'delete-damaged-run'; readonly id: string }
  /** Delete all snapshots of a run but the last and the best, to make room. */
  | { readonly type: 'thin-run'; readonly id: string }
  /** Answered by `run-history`, or by `runs` with a problem. */
  | { readonly type: 'read-run'; readonly id: string }
  /** A kept run as a project file, with its images or without; answered by `project-progress`, then `project-file` or `project-failed`. */
  | { readonly type: 'export-run'; readonly id: string; readonly withImages: boolean }
  | { readonly type: 'cancel-export'; readonly id: string }
  /** A project file becomes a kept run, its images, where it has them, a kept set; answered by `import-run-progress`, then `run-imported` or `import-run-failed`. */
  | { readonly type: 'import-run'; readonly file: FileLike }
  | { readonly type: 'cancel-import-run' }
  /** Make a file of a run for elsewhere; answered by `file-progress`, then `file-made` or `file-failed` with the same `id`. */
  | { readonly type: 'make-file'; readonly id: number; readonly source: ExportSource; readonly request: ExportRequest }
  /** Nothing of the file stays. */
  | { readonly type: 'cancel-file'; readonly id: number }
  /** Some pictures of a film, evenly spaced; answered by `film-preview`. */
  | { readonly type: 'preview-film'; readonly id: number; readonly source: ExportSource; readonly film: Film }
  /**
   * A copy of the averaged generator, taken between two steps; answered by `generator-copied` or `generator-not-copied` with the same `id`. A newer
   * command for the same source replaces one that waits.
   */
  | { readonly type: 'copy-generator'; readonly id: number; readonly source: ExportSource }
  /** Which formats this browser can encode for such a film; answered by `film-formats`. */
  | { readonly type: 'ask-film-formats'; readonly id: number; readonly plan: FilmPlan }
  /** Analyse the features of the open images; answered by `analysis-progress` events, then `analysis` or `analysis-failed`. A newer one replaces one under way. */
  | { readonly type: 'analyse'; readonly id: number; readonly analysis: FeatureAnalysis }
  | { readonly type: 'cancel-analysis'; readonly id: number }
  /**
   * Find the latent whose picture is nearest to a photo, in this class or in any; answered by `find-target`, `find-progress` events, then `latent-found`
   * or `find-failed`. A newer one replaces one under way.
   */
  | {
      readonly type: 'find-latent'
      readonly id: number
      readonly source: ExportSource
      readonly photo: ListedFile
      readonly class?: number
    }
  | { readonly type: 'cancel-find'; readonly id: number }

export type TrainerEvent =
  | { readonly type: 'device'; readonly device: DeviceInfo }
  /** How long each preset would take on this device; emitted again whenever more is known. */
  | { readonly type: 'preset-times'; readonly seconds: PresetSeconds }
  /** `share` is of the whole import, the examination of the images included, and never falls; `left` are the seconds left, null while it is too early to say. */
  | {
      readonly type: 'import'
      readonly id: number
      readonly progress: ImportProgress
      readonly share: number
      readonly left: number | null
    }
  | {
      readonly type: 'dataset'
      readonly id: number
      readonly summary: DatasetSummary
      /** Images that training does not see. */
      readonly leftOut: readonly number[]
      /** What it was prepared with: a kept set opens as it is, whatever was requested. */
      readonly preparation: Preparation
      /** Its warnings were computed when other images were in the set, except those that only count: a `warnings` event follows. */
      readonly warningsPending: boolean
    }
  /** The warnings about the images that are in the set now. */
  | { readonly type: 'warnings'; readonly id: number; readonly warnings: readonly SetWarning[] }
  | {
      readonly type: 'images'
      readonly id: number
      readonly from: number
      readonly pictures: Pictures
      /** Where each comes from. */
      readonly paths: readonly string[]
    }
  | { readonly type: 'set-labels'; readonly id: number; readonly labels: GivenLabels | null }
  /** `notes`: what did not match, in sentences. */
  | { readonly type: 'label-file'; readonly id: number; readonly labels: GivenLabels; readonly notes: readonly string[] }
  | { readonly type: 'label-file-failed'; readonly id: number; readonly sentence: string }
  /** Comma-separated, in UTF-8: path and label of each image. */
  | { readonly type: 'labels-table'; readonly id: number; readonly text: string }
  | { readonly type: 'kept-sets'; readonly kept: KeptSets }
  /** `failure` is null where the person cancelled. */
  | { readonly type: 'dataset-failed'; readonly id: number; readonly failure: Failure | null; readonly findings: readonly Finding[] }
  | { readonly type: 'state'; readonly run: number; readonly state: RunState }
  /** A task begins between two steps, and training waits for it; null: it is done. */
  | { readonly type: 'waiting'; readonly run: number; readonly for: WaitReason | null }
  /** How many of the programs that the run needs are compiled. */
  | { readonly type: 'preparing'; readonly run: number; readonly done: number; readonly total: number }
  /** The classes of a run are being found, and it makes no step meanwhile; null: it is done. */
  | { readonly type: 'labelling'; readonly run: number; readonly progress: LabellingProgress | null }
  /** The classes of a run, when they are found and when it is taken up or shown; null where it has none. */
  | { readonly type: 'classes'; readonly run: number; readonly classes: RunClasses | null }
  /** A run is taken up whose images have other labels now than when it began: it goes on with those that it knows. */
  | { readonly type: 'labels-changed'; readonly run: number }
  | { readonly type: 'step'; readonly run: number; readonly report: StepReport }
  | { readonly type: 'slow-step'; readonly run: number; readonly slow: SlowStep }
  | { readonly type: 'slow-step-failed'; readonly run: number; readonly sentence: string }
  | { readonly type: 'samples'; readonly run: number; readonly grid: SampleGrid }
  | { readonly type: 'rotations'; readonly run: number; readonly panel: RotationPanel }
  | { readonly type: 'interpolation'; readonly run: number; readonly request: number; readonly interpolation: Interpolation }
  /** The feature network of scores from now on. */
  | { readonly type: 'network'; readonly name: string }
  | { readonly type: 'network-failed'; readonly sentence: string }
  | { readonly type: 'score-progress'; readonly run: number; readonly progress: ScoreProgress }
  /** `best` is the step that is kept to return to. */
  | { readonly type: 'score'; readonly run: number; readonly report: ScoreReport; readonly best: number | null }
  /** `sentence` is null where the person cancelled. */
  | { readonly type: 'score-failed'; readonly run: number; readonly sentence: string | null }
  | { readonly type: 'returned'; readonly run: number; readonly step: number }
  /** `share` and `left` as for an import; `words` name the part that is under way. */
  | {
      readonly type: 'analysis-progress'
      readonly id: number
      readonly share: number
      readonly words: string
      readonly left: number | null
    }
  /** `step` is null where no run was involved; `deviceSeconds`: how long it used the device, for which a run would have waited. */
  | {
      readonly type: 'analysis'
      readonly id: number
      readonly step: number | null
      readonly deviceSeconds: number
      readonly result: FeatureAnalysisResult
    }
  /** `sentence` is null where the person cancelled. */
  | { readonly type: 'analysis-failed'; readonly id: number; readonly sentence: string | null }
  /** Of a run that begins, whether it is kept or not; that of others is in their history. */
  | { readonly type: 'run-id'; readonly run: number; readonly id: string }
  /** What happened so far in a run that was taken up or is shown; before any other event of it but `state`. `id`: of the kept run; null for the example. */
  | { readonly type: 'history'; readonly run: number; readonly id: string | null; readonly history: RunHistory }
  /** Something happened that belongs to the history, besides steps and scores, which have events of their own. */
  | { readonly type: 'logged'; readonly run: number; readonly event: RunEvent }
  /** The run is kept under this id from now on; null: it cannot be kept, and `sentence` says why. */
  | { readonly type: 'kept-as'; readonly run: number; readonly id: string | null; readonly sentence: string | null }
  | { readonly type: 'saved'; readonly run: number; readonly save: SaveReport }
  /** Training goes on all the same. */
  | { readonly type: 'save-failed'; readonly run: number; readonly sentence: string }
  /** All that are kept, the oldest first. */
  | { readonly type: 'snapshots'; readonly run: number; readonly snapshots: readonly SnapshotInfo[] }
  | { readonly type: 'snapshot'; readonly run: number; readonly file: string; readonly pictures: SnapshotPictures }
  /** Of a viewed run: whether another tab trains it. */
  | { readonly type: 'watching'; readonly run: number; readonly live: boolean }
  /** The viewed run is free: it can be taken up here. */
  | { readonly type: 'released'; readonly run: number }
  /** Another tab has taken over: the run is saved and has ended here. */
  | { readonly type: 'taken-over'; readonly run: number }
  | { readonly type: 'runs'; readonly stored: StoredRuns }
  | { readonly type: 'run-history'; readonly id: string; readonly history: RunHistory }
  | { readonly type: 'project-progress'; readonly id: string; readonly share: number }
  | {
      readonly type: 'project-file'
      readonly id: string
      readonly name: string
      readonly step: number
      readonly bytes: Uint8Array<ArrayBuffer>
    }
  /** `sentence` is null where the person cancelled. */
  | { readonly type: 'project-failed'; readonly id: string; readonly sentence: string | null }
  | { readonly type: 'import-run-progress'; readonly share: number }
  | { readonly type: 'run-imported'; readonly id: string; readonly name: string }
  /** `sentence` is null where the person cancelled. */
  | { readonly type: 'import-run-failed'; readonly sentence: string | null }
  /** `share` and `left` as for an import. */
  | { readonly type: 'file-progress'; readonly id: number; readonly share: number; readonly left: number | null }
  /** `step`: of the state it was made from; `seconds`: how long it took. `check`: null where its pictures are exact, or cannot be compared. */
  | {
      readonly type: 'file-made'
      readonly id: number
      readonly step: number
      readonly seconds: number
      readonly file: BlobLike
      readonly check: ExportCheck | null
    }
  /** `sentence` is null where the person cancelled. */
  | { readonly type: 'file-failed'; readonly id: number; readonly sentence: string | null }
  | { readonly type: 'film-formats'; readonly id: number; readonly offers: readonly FilmOffer[] }
  /** Picture after picture of the film; each shows `points` samples, one after another in `pictures`. Null where it cannot be drawn. */
  | {
      readonly type: 'film-preview'
      readonly id: number
      readonly preview: { readonly pictures: Pictures; readonly points: number } | null
    }
  | { readonly type: 'find-target'; readonly id: number; readonly target: FindTarget }
  /** `share` and `left` as for an import. */
  | {
      readonly type: 'find-progress'
      readonly id: number
      readonly share: number
      readonly left: number | null
      readonly nearest: NearPicture
    }
  | { readonly type: 'latent-found'; readonly id: number; readonly found: FoundPicture }
  /** `sentence` is null where the person cancelled, or another search took its place. */
  | { readonly type: 'find-failed'; readonly id: number; readonly sentence: string | null }
  | { readonly type: 'generator-copied'; readonly id: number; readonly copy: GeneratorCopy }
  /** `sentence` is null where a newer command has replaced it. */
  | { readonly type: 'generator-not-copied'; readonly id: number; readonly sentence: string | null }
  /** Layers of D of the current run whose features can be analysed, the first nearest to the pixels. */
  | { readonly type: 'layers'; readonly run: number; readonly layers: readonly string[] }
  /** `run` is null where the device or the Worker itself failed. */
  | { readonly type: 'failed'; readonly run: number | null; readonly failure: Failure }

/** The buffers of an event that are transferred instead of copied. */
export function transferables(event: TrainerEvent): ArrayBuffer[] {
  switch (event.type) {
    case 'samples':
      return [event.grid.pictures.pixels.buffer]
    case 'rotations':
      return [event.panel.pictures.pixels.buffer]
    case 'slow-step':
      return buffersOfSlowStep(event.slow)
    case 'interpolation':
      return [event.interpolation.pictures.pixels.buffer]
    case 'dataset':
      return [event.summary.preview.pixels.buffer]
    case 'images':
      return [event.pictures.pixels.buffer]
    case 'kept-sets':
      return event.kept.sets.map(({ picture }) => picture.pixels.buffer)
    case 'project-file':
      return [event.bytes.buffer]
    case 'film-preview':
      return event.preview ? [event.preview.pictures.pixels.buffer] : []
    case 'generator-copied':
      return [event.copy.numbers]
    case 'analysis':
      return buffersOfAnalysis(event.result)
    case 'find-target':
      return [event.target.picture.pixels.buffer]
    case 'find-progress':
      return [event.nearest.picture.pixels.buffer]
    case 'latent-found':
      return [event.found.picture.pixels.buffer]
    case 'set-labels':
      return event.labels ? [event.labels.ofImages.buffer] : []
    case 'label-file':
      return [event.labels.ofImages.buffer]
    case 'classes':
      return event.classes ? [event.classes.ofImages.buffer, event.classes.confidence.buffer] : []
    case 'label-file-failed':
    case 'labels-table':
    case 'labelling':
    case 'labels-changed':
    case 'network':
    case 'network-failed':
    case 'score-progress':
    case 'score':
    case 'score-failed':
    case 'returned':
    case 'analysis-progress':
    case 'analysis-failed':
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
    case 'runs':
    case 'run-history':
    case 'project-progress':
    case 'project-failed':
    case 'import-run-progress':
    case 'run-imported':
    case 'import-run-failed':
    case 'film-formats':
    case 'generator-not-copied':
    case 'file-progress':
    case 'file-made':
    case 'file-failed':
    case 'find-failed':
    case 'device':
    case 'preset-times':
    case 'import':
    case 'warnings':
    case 'dataset-failed':
    case 'state':
    case 'waiting':
    case 'preparing':
    case 'step':
    case 'slow-step-failed':
    case 'failed':
      return []
    default:
      return event satisfies never
  }
}

function buffersOfAnalysis(result: FeatureAnalysisResult): ArrayBuffer[] {
  switch (result.kind) {
    case 'map':
      return [result.positions.buffer, ...(result.samples ? [result.samples.pixels.buffer] : [])]
    case 'rotations':
      return [result.pictures.pixels.buffer]
    case 'suggestions':
      return [result.predicted.buffer, result.confidence.buffer, result.margin.buffer, result.givenProbability.buffer]
    case 'neighbours':
    case 'sample-neighbours':
    case 'clusters':
    case 'split':
    case 'probe':
      return []
    default:
      return result satisfies never
  }
}
