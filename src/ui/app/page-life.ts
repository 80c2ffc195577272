// The page's life in the browser: saves the run when the tab is hidden, frozen or left, says on return that the tab was asleep, and keeps the
// screen on while a run trains, if that is wished.
import { formatCount, formatTime } from '../shared/format.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'
import { isUnderWay } from '../train/run-slice.ts'
import type { Actions } from './actions.ts'
import { noteTraining } from './last-run.ts'
import { addNotice, type Notice } from './notices-slice.ts'
import type { State, Store } from './store.ts'

export function connectPageLife(store: Store, actions: Pick<Actions, 'saveNow' | 'saveLabels'>): void {
  function save() {
    actions.saveLabels()
    actions.saveNow()
  }
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save())
  addEventListener('pagehide', () => {
    save()
    noteTraining(null)
  })
  watchSleep(store, save)
  holdScreen(store)
}

const BEAT_MS = 15_000
/** Browsers slow the timers of a hidden tab down to one a minute. */
const ASLEEP_MS = 180_000

/** `freeze` and `resume` exist in Chromium only; elsewhere, and where the computer sleeps, only a timer that is late tells. */
function watchSleep(store: Store, save: () => void): void {
  let lastBeat = Date.now()
  let frozenAt: number | null = null
  function beat() {
    const now = Date.now()
    const since = lastBeat
    lastBeat = now
    if (frozenAt !== null || now - since > ASLEEP_MS) tell({ from: frozenAt ?? since, to: now, frozen: frozenAt !== null })
    frozenAt = null
  }
  function tell(sleep: Sleep) {
    const notice = describeSleep(store.getState(), sleep)
    if (notice) store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
  }
  document.addEventListener('freeze', () => {
    frozenAt = Date.now()
    save()
  })
  document.addEventListener('resume', beat)
  document.addEventListener('visibilitychange', beat)
  setInterval(beat, BEAT_MS)
}

/** In milliseconds since 1970. `frozen`: the browser said so. */
export interface Sleep {
  readonly from: number
  readonly to: number
  readonly frozen: boolean
}

/** Null where nothing was trained. */
export function describeSleep({ run }: Pick<State, 'run'>, { from, to, frozen }: Sleep): Notice | null {
  if (!isUnderWay(run.state)) return null
  const what = frozen ? 'The browser put this tab to sleep' : 'The browser or the computer put this tab to sleep'
  return {
    id: 'slept',
    kind: 'info',
    title: `${what} at ${formatTime(from)}. Training went on at ${formatTime(to)}, from step ${formatCount(run.report?.step ?? 0)}.`,
    lines: ['Nothing is lost. A tab in a window of its own is put to sleep less often.'],
    ofRun: true,
  }
}

const AWAKE_KEY = 'quarterturn-awake'

export function readAwake(): boolean {
  return readChoice(AWAKE_KEY, ['yes', 'no'], 'no') === 'yes'
}

export function canHoldScreen(): boolean {
  return 'wakeLock' in navigator
}

/** The browser lets the screen go whenever the tab is hidden, so it is asked again on return. */
function holdScreen(store: Store): void {
  if (!canHoldScreen()) return
  let lock: Promise<WakeLockSentinel | null> | null = null
  function update() {
    const { keep, run } = store.getState()
    const wanted = keep.awake && isUnderWay(run.state) && document.visibilityState === 'visible'
    if (wanted === (lock !== null)) return
    const before = lock
    lock = wanted ? navigator.wakeLock.request('screen').catch(() => null) : null // refused where the battery is low
    void before?.then((held) => held?.release())
  }
  document.addEventListener('visibilitychange', update)
  store.subscribe((after, before) => {
    if (after.keep.awake !== before.keep.awake) keepChoice(AWAKE_KEY, after.keep.awake ? 'yes' : 'no')
    if (after.keep.awake !== before.keep.awake || after.run.state !== before.run.state) update()
  })
}
