// Actions on kept runs: continue one, begin one that has to do with another, watch one that another tab trains, and go on by itself after the
// device or the Worker was lost.
import type { RunBeginning } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import { originOf } from '../../spec/kept.ts'
import type { Failure } from '../../spec/report.ts'
import type { RecoveryReason, RunImages, RunSummary } from '../../spec/runs.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { addNotice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import type { DataActions } from '../data/actions.ts'
import { askForImages } from '../data/pick-files.ts'
import { currentName, currentSummary, describeRecovery, describeTakenOver } from './describe-keep.ts'
import { imagesOf, imagesOfCurrent, imagesThatAreOpen, isOpen } from './keep-images.ts'
import { type ContinuedRun, isKept, type PendingRun, type WantedImages } from './keep-slice.ts'
import type { NextRun } from './next-run.ts'
import { needsRestart, runExists, stepsAtStake } from './run-slice.ts'
import { presetLike } from './settings-slice.ts'

/** A state of a kept run to train on from. */
export interface ContinueTarget {
  readonly run: RunSummary
  /** Of one of its snapshots; null: the last one. */
  readonly file: string | null
  /** As a new run, which leaves the kept one as it is. */
  readonly branch: boolean
}

export interface KeepActions {
  /** Opens the images of a kept run and trains on from one of its snapshots. A run that exists ends first. */
  continueRun(target: ContinueTarget): void
  /** Asks for the images of the run that waits for them. */
  chooseImages(): Promise<void>
  /** Does without the run that waits for its images. */
  cancelPending(): void
  /** No kept run is offered any more. */
  dismissOffer(): void
  /** Trains on from the last save of the current run; `paused`: waits there. */
  continueFromSave(paused: boolean): void
  /** A new run on the same images with some settings changed. */
  beginWith(changes: Partial<RunConfig>): void
  /** Begins a new run that has to do with a kept one. A run that exists ends first. @param images null: those that are open */
  beginRun(run: { readonly name: string; readonly config: RunConfig; readonly beginning: RunBeginning }, images: RunImages | null): void
  /** Shows a run without training it, live where another tab trains it. */
  watch(run: RunSummary): void
  /** Makes the other tab let go of a run, and trains it here. */
  takeOver(run: RunSummary): void
  stopWatching(): void
  /** The list of the kept runs again. */
  listRuns(): void
  /** Saves the current run, since the page may be about to end. */
  saveNow(): void
  /** Whether the screen is to stay on while a run trains. */
  setAwake(awake: boolean): void
}

/** What is done after events of the trainer. */
export interface KeepReactions {
  /** Begins the run that waited for its images or the device, if they are ready now. */
  beginPending(): void
  /** Goes on by itself from the last save, where that can help. @param before the state before the failure */
  recover(failure: Failure, before: State): void
  /** Opens the images of the run that waits for them once more, in a fresh Worker. */
  repeatPending(pending: PendingRun): void
  /** Another tab has let go of the run that was watched. */
  takeReleased(): void
  /** Another tab has taken the run. */
  watchTaken(before: State): void
}

/** Failures that a fresh Worker gets over, if the device or its driver has only stumbled. */
const RECOVERED: Readonly<Partial<Record<Failure['reason'], RecoveryReason>>> = {
  'device-lost': 'device-lost',
  'worker-lost': 'worker-lost',
  internal: 'worker-lost',
}

/** Without a save of a later step in between. */
const MAX_RECOVERIES = 3

interface Page {
  readonly data: DataActions
  readonly nextRun: NextRun
  /** Ends the current run and resets the trainer. */
  readonly reset: () => void
  /** A fresh Worker, with nothing open in it. */
  readonly respawn: () => void
}

export function createKeepActions({ client, store }: Dependencies, { data, nextRun, reset, respawn }: Page): KeepActions & KeepReactions {
  const setKeep = (changes: Partial<State['keep']>) => store.setState(({ keep }) => ({ keep: { ...keep, ...changes } }))

  /** @param fresh nothing is open in the Worker */
  function prepare(then: PendingRun['then'], images: WantedImages, fresh = false) {
    const { opened, opening } = store.getState().data
    if (images.source === null) return setKeep({ pending: { images, opening: null, then }, offering: false })
    if (!fresh && opening === null && opened !== null && isOpen(images, opened)) {
      setKeep({ pending: { images, opening: opened.id, then }, offering: false })
      return beginPending()
    }
    data.open(images.source, images)
    setKeep({ pending: { images, opening: store.getState().data.lastId, then }, offering: false })
  }

  function beginPending() {
    const state = store.getState()
    const { pending } = state.keep
    if (pending === null || state.run.device === null || state.data.opening !== null) return
    if (state.data.opened?.id !== pending.opening) return
    const { then } = pending
    const { recoveries } = state.keep
    const number = nextRun({ state: 'preparing', images: state.data.opened?.summary.label ?? '', config: then.config })
    store.setState({ settings: { preset: presetLike(then.config), config: then.config, applied: [] } })
    if (then.kind === 'start') {
      const { config, beginning } = then
      return client.send({ type: 'start', run: number, config, paused: false, ...(beginning && { beginning }) })
    }
    const { snapshot, saved, branch, paused, recovery } = then
    setKeep({ ...(!branch && { id: snapshot.id, saved }), recoveries: recovery === null ? { count: 0, step: 0 } : recoveries })
    client.send({ type: 'continue', run: number, snapshot, branch, paused, ...(recovery && { recovery }) })
  }

  function continueRun({ run, file, branch }: ContinueTarget) {
    const { lost } = store.getState().keep
    if (runExists(store.getState().run.state)) reset()
    const died = lost?.id === run.id && lost.step > run.step
    const recovery = died ? ({ from: lost.step, reason: 'page-lost' } as const) : null
    const kept = { snapshot: { id: run.id, file }, saved: { step: run.step, at: run.savedAt } }
    const then = { kind: 'continue', name: run.name, config: run.config, ...kept, branch, paused: false, recovery } as const
    setKeep({ lost: null })
    prepare(then, imagesOf(run.images, store.getState()))
  }

  /** The current run from its last save on, on the images that were open. @param fresh in a fresh Worker */
  function goOnFromSave(state: State, how: Pick<ContinuedRun, 'paused' | 'recovery'>, fresh: boolean) {
    const images = imagesOfCurrent(state)
    if (images === null || state.keep.id === null) return
    const { keep, settings } = state
    if (fresh) respawn()
    else nextRun({})
    setKeep({ recoveries: keep.recoveries })
    const kept = { snapshot: { id: state.keep.id, file: null }, saved: keep.saved }
    prepare({ kind: 'continue', name: currentName(state), config: settings.config, ...kept, branch: false, ...how }, images, fresh)
  }

  function beginRun(run: Parameters<KeepActions['beginRun']>[0], images: RunImages | null) {
    const state = store.getState()
    const wanted = images === null ? imagesThatAreOpen(state) : imagesOf(images, state)
    if (wanted === null) return
    if (runExists(state.run.state)) reset()
    prepare({ kind: 'start', ...run }, wanted)
  }

  function watch(run: RunSummary) {
    if (runExists(store.getState().run.state)) reset()
    const number = nextRun({ state: 'viewing', images: run.images.label, config: run.config })
    setKeep({ id: run.id, watching: run.inUse })
    client.send({ type: 'view', run: number, source: { kind: 'stored', id: run.id } })
  }

  return {
    continueRun,
    beginRun,
    async chooseImages() {
      const { pending } = store.getState().keep
      if (pending === null) return
      const source = await askForImages(originOf(pending.images.name))
      if (source) prepare(pending.then, { ...pending.images, source })
    },
    cancelPending() {
      data.cancelOpen()
      setKeep({ pending: null, offering: true })
    },
    dismissOffer: () => setKeep({ offering: false, lost: null }),
    continueFromSave(paused) {
      const state = store.getState()
      goOnFromSave(state, { paused, recovery: null }, state.run.failure === null || needsRestart(state.run.failure))
    },
    beginWith(changes) {
      const state = store.getState()
      const images = imagesOfCurrent(state)
      if (images === null) return
      const config = { ...state.settings.config, ...changes }
      const { id } = state.keep
      const name = currentName(state)
      const beginning = id === null ? null : { origin: { kind: 'again', id, name, step: 0 } as const, weights: null, changes: [] }
      respawn()
      prepare({ kind: 'start', name, config, beginning }, images, true)
    },
    watch,
    takeOver(run) {
      const { keep } = store.getState()
      if (!keep.watching || keep.id !== run.id) watch(run)
      setKeep({ takingOver: true })
      client.send({ type: 'take-over', run: store.getState().run.number })
    },
    stopWatching() {
      client.send({ type: 'reset' })
      nextRun({})
      setKeep({ offering: true })
    },
    listRuns: () => client.send({ type: 'list-runs' }),
    saveNow() {
      const { run, keep } = store.getState()
      if (runExists(run.state) && keep.id !== null) client.send({ type: 'save-now', run: run.number })
    },
    setAwake: (awake) => setKeep({ awake }),
    beginPending,
    recover(failure, before) {
      const { keep, run } = before
      const reason = RECOVERED[failure.reason]
      if (reason === undefined || !runExists(run.state) || !isKept(keep)) return
      const { count } = keep.recoveries
      if (count >= MAX_RECOVERIES) return
      const from = Math.max(stepsAtStake(run), keep.saved.step)
      const paused = run.state === 'paused' || run.state === 'finished'
      const recoveries = { count: count + 1, step: keep.saved.step }
      goOnFromSave({ ...before, keep: { ...keep, recoveries } }, { paused, recovery: { from, reason } }, true)
      const notice = describeRecovery(failure, from, keep.saved.step, paused)
      store.setState(({ notices }) => ({ notices: addNotice(notices, notice), announcement: { sentence: notice.title } }))
    },
    repeatPending({ then, images }) {
      const { recoveries } = store.getState().keep
      respawn()
      setKeep({ recoveries })
      prepare(then, images, true)
    },
    takeReleased() {
      client.send({ type: 'list-runs' })
      const run = currentSummary(store.getState())
      if (store.getState().keep.takingOver && run !== null) continueRun({ run, file: null, branch: false })
    },
    watchTaken(before) {
      const run = currentSummary(before)
      if (run !== null) watch({ ...run, inUse: true })
      else nextRun({})
      const notice = describeTakenOver(currentName(before))
      store.setState(({ notices }) => ({ notices: addNotice(notices, notice), announcement: { sentence: notice.title } }))
    },
  }
}
