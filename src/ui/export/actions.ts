// Actions on files that are made of the run for elsewhere: open “Take away”, make a file, cancel it, and save it once more.
import type { ExportRequest } from '../../spec/exports.ts'
import type { Film, FilmPlan } from '../../spec/films.ts'
import { messageOf } from '../../spec/words.ts'
import type { Action } from '../app/action.ts'
import { drawBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { addNotice, FILE_NOTICE, removeNotice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import { isHidden } from '../lesson/lesson-slice.ts'
import { describeSaved } from '../shared/file-name.ts'
import { SaveIcon } from '../shared/icons.tsx'
import { makeLatestWins } from '../shared/latest-wins.ts'
import { stepsAtStake } from '../train/run-slice.ts'
import { type SaveActions, saveFile } from '../train/save-actions.ts'
import { chosenSnapshot } from './chosen-snapshot.ts'
import { describeMade, fileName, nameOf } from './describe-export.ts'
import type { ExportSlice } from './export-slice.ts'
import { pickAndSave } from './pick-and-save.ts'
import type { WantedFilm } from './wanted-film.ts'

export interface ExportActions {
  takeAway(): void
  /** Opens “Take away” from the studio with this film filled in. @param snapshot the file of the one that draws; null: the run as it is now */
  takeAwayFilm(film: WantedFilm, snapshot: string | null): void
  /** Leads back to the studio where it was opened from there. */
  closeTakeAway(): void
  /** Makes the file of the chosen state, and downloads it. */
  makeFile(request: ExportRequest): void
  cancelFile(): void
  /** Saves the last file once more, where the person chooses if the browser lets them. */
  saveAgain(): void
  /** The state that is taken away: the file of a snapshot; null: the run as it is now. */
  takeFrom(snapshot: string | null): void
  /** Draws some pictures of the film. */
  previewFilm(film: Film): void
  /** Asks which formats this browser can encode for such a film. */
  askFormats(plan: FilmPlan): void
}

export interface ExportReactions {
  /** Downloads a file that was made, or says why it was not. */
  fileEnded(): void
  /** The answer to a request of this id is there: the newest one that waited is sent. */
  previewArrived(id: number): void
  formatsArrived(id: number): void
  /** The trainer is gone. */
  forgetFilmRequests(): void
}

interface PreviewRequest {
  readonly film: Film
  readonly snapshot: string | null
}

export function createExportActions(
  { client, store }: Pick<Dependencies, 'client' | 'store'>,
  { saveAs }: Pick<SaveActions, 'saveAs'>,
): ExportActions & ExportReactions {
  const set = (changes: Partial<ExportSlice>) => store.setState(({ files }) => ({ files: { ...files, ...changes } }))
  const announce = (sentence: string) => store.setState({ announcement: { sentence } })
  /** Where the dialog is closed, which would show it, a notice does. */
  function tellProblem({ request, sentence }: NonNullable<ExportSlice['problem']>) {
    const title = `${nameOf(request)} could not be made`
    announce(`${title}. ${sentence}`)
    if (store.getState().dialog === 'take-away') return
    store.setState(({ notices }) => ({ notices: addNotice(notices, { id: FILE_NOTICE, kind: 'warning', title, lines: [sentence] }) }))
  }
  const sourceOf = (snapshot: string | null) => ({ run: store.getState().run.number, snapshot })
  const previews = makeLatestWins<PreviewRequest>((id, { film, snapshot }) =>
    client.send({ type: 'preview-film', id, source: sourceOf(snapshot), film }),
  )
  const formats = makeLatestWins<FilmPlan>((id, plan) => client.send({ type: 'ask-film-formats', id, plan }))

  return {
    takeAway() {
      set({ wantedFilm: null })
      store.setState({ dialog: 'take-away' })
    },
    takeAwayFilm(wantedFilm, snapshot) {
      set({ wantedFilm, snapshot })
      store.setState({ dialog: 'take-away' })
    },
    closeTakeAway: () => store.setState(({ files }) => ({ dialog: files.wantedFilm ? 'studio' : null })),
    makeFile(request) {
      const state = store.getState()
      if (state.files.underWay) return
      const id = state.files.lastId + 1
      const underWay = { id, request, images: state.run.images, share: 0, left: null, cancelling: false }
      set({ lastId: id, underWay, made: null, problem: null }) // the trainer deletes the last file when it begins this one
      store.setState(({ notices }) => ({ notices: removeNotice(notices, FILE_NOTICE) }))
      client.send({ type: 'make-file', id, source: sourceOf(chosenSnapshot(state)?.file ?? null), request })
    },
    cancelFile() {
      const { underWay } = store.getState().files
      if (underWay === null) return
      set({ underWay: { ...underWay, cancelling: true } })
      client.send({ type: 'cancel-file', id: underWay.id })
    },
    saveAgain() {
      const { made } = store.getState().files
      if (made)
        void pickAndSave(fileName(made), made.file, saveAs).catch((error: unknown) => set({ problem: notSaved(made.request, error) }))
    },
    takeFrom: (snapshot) => set({ snapshot }),
    previewFilm: (film) => previews.request({ film, snapshot: chosenSnapshot(store.getState())?.file ?? null }),
    askFormats: (plan) => formats.request(plan),
    fileEnded() {
      const { made, problem } = store.getState().files
      if (problem) return tellProblem(problem)
      if (made === null) return announce('The file was cancelled.')
      if (store.getState().dialog === 'take-away')
        saveFile(fileName(made), made.file) // the dialog tells of it
      else saveAs(fileName(made), made.file)
      announce(`${describeSaved(fileName(made))} ${describeMade(made)}`)
    },
    previewArrived: (id) => previews.answered(id),
    formatsArrived: (id) => formats.answered(id),
    forgetFilmRequests() {
      previews.clear()
      formats.clear()
    },
  }
}

function notSaved(request: ExportRequest, error: unknown): ExportSlice['problem'] {
  return { request, sentence: `The file could not be saved there: ${messageOf(error)}` }
}

/** Why nothing can be taken from the run on the page. */
export function takeAwayBlocker({ run, keep }: Pick<State, 'run' | 'keep'>): string | null {
  if (run.state === 'failed' && stepsAtStake(run) > 0) return REASONS.networksLost
  if (run.state === 'idle' || run.state === 'failed') return REASONS.noRun
  const blocked = drawBlocker({ run })
  if (blocked !== null) return blocked
  return run.report === null && keep.saved === null && run.state !== 'viewing' ? REASONS.noStep : null
}

const takeAway: Action<ExportActions> = {
  label({ files: { underWay } }) {
    if (!underWay) return 'Take away'
    return underWay.share > 0 ? `Making ${Math.floor(100 * underWay.share)} %` : 'Making …'
  },
  icon: SaveIcon,
  shortcut: { scope: 'page', key: 'e', name: 'E', help: 'Take away: pictures, films and networks as files' },
  blocked: (state) => (isHidden(state, 'take-away') ? REASONS.notInLesson : null),
  run: (actions) => actions.takeAway(),
}

/** From the studio. `problem`: why it cannot be made of what is there, as a sentence. */
const takeAwayFilm: Action<
  ExportActions,
  { readonly film: WantedFilm; readonly snapshot: string | null; readonly problem: string | null }
> = {
  label: 'Take away as a film',
  icon: SaveIcon,
  blocked: (state, { problem }) => takeAwayBlocker(state) ?? problem,
  run: (actions, { film, snapshot }) => actions.takeAwayFilm(film, snapshot),
}

/** `problem`: what is wrong with what was chosen, as a sentence. */
const makeFile: Action<ExportActions, { readonly label: string; readonly request: ExportRequest; readonly problem?: string | null }> = {
  label: (_, { label }) => label,
  icon: SaveIcon,
  blocked: (state, { problem = null }) => (state.files.underWay ? REASONS.fileMaking : (takeAwayBlocker(state) ?? problem)),
  run: (actions, { request }) => actions.makeFile(request),
}

const cancelFile: Action<ExportActions> = {
  label: 'Cancel',
  blocked: ({ files: { underWay } }) => (underWay?.cancelling ? REASONS.cancelling : null),
  run: (actions) => actions.cancelFile(),
}

const saveAgain: Action<ExportActions> = { label: 'Save again', icon: SaveIcon, run: (actions) => actions.saveAgain() }

export const exportActions = { takeAway, takeAwayFilm, makeFile, cancelFile, saveAgain }
