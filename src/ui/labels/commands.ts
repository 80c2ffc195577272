// What the actions of the Labels view do: changes of the session, which are sent to the trainer after a pause, and requests for suggestions.
import type { TrainerEvent } from '../../protocol.ts'
import type { GivenLabels } from '../../spec/classes.ts'
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import type { FileLike } from '../../spec/files.ts'
import { analysisBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { leftOutImages } from '../data/data-slice.ts'
import type { AnalysisActions } from '../features/actions.ts'
import { safeName } from '../shared/file-name.ts'
import type { SaveActions } from '../train/save-actions.ts'
import { mergeGroups } from './groups.ts'
import { groupsIn, nextQuestion, stripsIn } from './in-view.ts'
import type { LabelsSlice, LabelsTab } from './labels-slice.ts'
import { changeSession, focusOn, isOwn, type LabelChange, labelledImages, type Session, undo } from './session.ts'
import type { StripName } from './strips.ts'

export interface LabelsActions {
  /** Opens the Labels view, and reads the labels. */
  openLabels(): void
  /** Asks for the labels of the open set. */
  readLabels(): void
  showLabelsTab(tab: LabelsTab): void
  changeLabels(change: LabelChange): void
  undoLabels(): void
  /** Back to the labels that the set came with. */
  revertLabels(): void
  /** Sends changes that still wait, since the view closes or the page may end. */
  saveLabels(): void
  readLabelFile(file: FileLike): void
  /** Takes the labels of the table that was read, or drops it. */
  applyTable(apply: boolean): void
  /** Labels as a table to download. */
  exportLabels(): void
  /** Labels the image that is asked about, or passes it over (null), and asks about the next. */
  answerQuestion(name: string | null): void
  /** Asks about this image. @param strip the strip it was chosen from */
  askAbout(image: number, strip?: StripName): void
  /** Accepts all suggestions that are at least as sure as the threshold. */
  acceptSure(): void
  selectImages(images: readonly number[]): void
  chooseThreshold(threshold: number): void
  /** Whether a click on a cluster labels all of it, or only the images that are shown of it. */
  chooseWhole(whole: boolean): void
  /** How many clusters are looked for; null: a number is suggested. */
  chooseClusters(clusters: number | null): void
  splitCluster(group: number): void
  mergeClusters(from: number, into: number): void
  /** Asks for suggestions if the labels have changed since the last ones and nothing else is being analysed. */
  suggestLabels(): void
  /** Asks for them even if the last request for the same labels failed or was cancelled. */
  suggestAgain(): void
}

/** What follows the events of the trainer. */
export interface LabelsReactions extends Pick<LabelsActions, 'readLabels' | 'suggestLabels'> {
  handOverTable(event: Extract<TrainerEvent, { type: 'labels-table' }>): void
  /** An analysis of this kind has a result, failed or was cancelled. */
  analysisEnded(kind: FeatureAnalysis['kind'] | null): void
}

/** Milliseconds without a change after which the labels are sent. */
const PAUSE_MS = 700
/** Into how many parts a cluster is split. */
const PARTS = 2

/** What these need of other features. */
type Page = Pick<AnalysisActions, 'analyse'> & Pick<SaveActions, 'saveAs'>

export function createLabelsActions(
  { client, store }: Pick<Dependencies, 'client' | 'store'>,
  page: Page,
): LabelsActions & LabelsReactions {
  let timer: ReturnType<typeof setTimeout> | undefined

  const set = (changes: Partial<LabelsSlice>) => store.setState(({ labels }) => ({ labels: { ...labels, ...changes } }))
  const openId = () => store.getState().data.opened?.id ?? null

  /** Labels that the set came with are not sent: the trainer has them. */
  function saveLabels() {
    const { session, saving } = store.getState().labels
    const id = openId()
    clearTimeout(timer)
    if (saving !== 'waiting' || session === null || id === null) return
    client.send({ type: 'label-images', id, labels: ownOf(session.labels) })
    set({ saving: 'sent' })
  }

  function takeSession(session: Session, changes: Partial<LabelsSlice> = {}) {
    const before = store.getState().labels
    const changed = before.session?.labels !== session.labels
    set({ ...changes, session, ...(changed && { saving: 'waiting' }) })
    if (!changed) return
    clearTimeout(timer)
    timer = setTimeout(saveLabels, PAUSE_MS)
    suggestLabels()
  }

  function suggestLabels() {
    const state = store.getState()
    const { labels, analyses } = state
    const { session, suggestedFor } = labels
    if (state.dialog !== 'labels' || session === null || analyses.underWay !== null || analysisBlocker(state, 'suggestions') !== null)
      return
    if (suggestedFor?.done && suggestedFor.labels === session.labels && suggestedFor.source === analyses.source) return
    const labelled = labelledImages(session.labels, leftOutImages(state))
    if (new Set(labelled.classes).size < 2) return
    set({ suggestedFor: { labels: session.labels, source: analyses.source, done: false } })
    page.analyse((source) => ({
      kind: 'suggestions',
      source,
      labelled: { ...labelled, names: session.labels.names, accepted: [...session.accepted] },
    }))
  }

  const change = (made: LabelChange, focus?: number | null) => {
    const { session } = store.getState().labels
    if (session) takeSession(changeSession(session, made, focus), made.type === 'label' ? { selection: [] } : {})
  }

  function readLabels() {
    const id = openId()
    if (id !== null) client.send({ type: 'read-labels', id })
  }

  return {
    openLabels() {
      store.setState({ dialog: 'labels' })
      readLabels()
    },
    readLabels,
    showLabelsTab: (tab) => set({ tab, selection: [] }),
    changeLabels: (made) => change(made),
    undoLabels() {
      const { session } = store.getState().labels
      if (session) takeSession(undo(session))
    },
    revertLabels() {
      const id = openId()
      if (id === null) return
      clearTimeout(timer)
      client.send({ type: 'label-images', id, labels: null })
      client.send({ type: 'read-labels', id })
      set({ saving: 'sent', reverting: true })
    },
    saveLabels,
    readLabelFile(file) {
      const id = openId()
      if (id === null) return
      set({ table: null, problem: null })
      client.send({ type: 'read-label-file', id, file })
    },
    applyTable(apply) {
      const { table } = store.getState().labels
      if (table && apply) change({ type: 'replace', labels: table.labels, words: 'the table' })
      set({ table: null, problem: null })
    },
    exportLabels() {
      saveLabels()
      const id = openId()
      if (id === null) return
      client.send({ type: 'export-labels', id })
      set({ exporting: true })
    },
    handOverTable({ text }) {
      const name = safeName(store.getState().data.opened?.summary.label ?? '', 'images')
      page.saveAs(`${name}-labels.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }))
    },
    answerQuestion(name) {
      const state = store.getState()
      const image = state.labels.session?.focus ?? null
      if (image === null) return
      const next = nextQuestion(state, image)
      change(name === null ? { type: 'skip', image } : { type: 'label', images: [image], name, one: true }, next)
    },
    acceptSure() {
      change({ type: 'accept', suggestions: stripsIn(store.getState()).sure })
    },
    askAbout(image, strip) {
      const { session } = store.getState().labels
      if (session) set({ session: focusOn(session, image), ...(strip && { strip }) })
    },
    selectImages: (selection) => set({ selection }),
    chooseClusters: (clusters) => set({ clusters }),
    chooseWhole: (whole) => set({ whole }),
    chooseThreshold: (threshold) => set({ threshold }),
    splitCluster(group) {
      const { images } = groupsIn(store.getState())?.list.find(({ id }) => id === group) ?? { images: [] }
      if (images.length >= PARTS) page.analyse((source) => ({ kind: 'split', source, group, images, k: PARTS }))
    },
    mergeClusters(from, into) {
      const groups = groupsIn(store.getState())
      if (groups) change({ type: 'regroup', groups: mergeGroups(groups, from, into), words: 'two clusters merged' })
    },
    suggestLabels,
    suggestAgain() {
      set({ suggestedFor: null })
      suggestLabels()
    },
    analysisEnded(kind) {
      const { suggestedFor } = store.getState().labels
      if (kind === 'suggestions' && suggestedFor) set({ suggestedFor: { ...suggestedFor, done: true } })
      suggestLabels()
    },
  }
}

/** Null where they are those that the set came with. The buffer of a message would be the trainer's: it gets a copy of its own by posting. */
function ownOf(labels: GivenLabels): GivenLabels | null {
  return isOwn(labels) ? labels : null
}
