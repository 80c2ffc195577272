// The history of the studio: one entry for each gesture, however many changes it makes. A gesture is a drag, a key that is held, a number that is
// typed. What is no edit of the person (a path that plays, a run that is opened) leaves no entry.
import { useStore as useZustand } from 'zustand'
import type { StudioState } from './studio-state.ts'
import { MAX_ENTRIES, type StudioStore, studioStore } from './studio-store.ts'

type Change = Partial<StudioState> | ((state: StudioState) => Partial<StudioState>)

/** Who may be in the middle of a gesture: with two fingers there are two, and the entry is made when the last one ends. */
type GestureOwner = string

export interface StudioHistory {
  /** Changes up to `endGesture` are one entry. Begun twice by one owner, it goes on. */
  beginGesture(owner?: GestureOwner): void
  endGesture(owner?: GestureOwner): void
  /** A change by the person: an entry of its own outside of gestures. */
  edit(change: Change): void
  /** A change that the person did not make: no entry. */
  show(change: Change): void
  /** An open gesture ends first. */
  undo(): void
  redo(): void
  /** Another state, such as that of another run: nothing leads back behind it. */
  restart(state: StudioState): void
}

const POINTER: GestureOwner = 'pointer'

export function makeStudioHistory(store: StudioStore): StudioHistory {
  const owners = new Set<GestureOwner>()
  let before: StudioState | null = null
  /** Whether the gesture has changed anything so far: what plays meanwhile does not count. */
  let edited = false

  function untracked(change: Change) {
    const { pause, resume } = store.temporal.getState()
    pause()
    store.setState(change)
    resume()
  }

  function remember(state: StudioState) {
    if (isSame(state, store.getState())) return
    store.temporal.setState(({ pastStates }) => ({ pastStates: [...pastStates, state].slice(-MAX_ENTRIES), futureStates: [] }))
  }

  function endAll() {
    owners.clear()
    if (before !== null && edited) remember(before)
    before = null
    edited = false
  }

  return {
    beginGesture(owner = POINTER) {
      before ??= store.getState()
      owners.add(owner)
    },
    endGesture(owner = POINTER) {
      owners.delete(owner)
      if (owners.size === 0) endAll()
    },
    edit(change) {
      const last = store.getState()
      untracked(change)
      if (before === null) remember(last)
      else edited = true
    },
    show: untracked,
    undo() {
      endAll()
      store.temporal.getState().undo()
    },
    redo() {
      endAll()
      store.temporal.getState().redo()
    },
    restart(state) {
      owners.clear()
      before = null
      edited = false
      untracked(state)
      store.temporal.getState().clear()
    },
  }
}

/** A drag that ends where it began is no edit. */
function isSame(one: StudioState, other: StudioState): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

export const { beginGesture, endGesture, edit, show, undo, redo, restart } = makeStudioHistory(studioStore)

/** How many entries there are to go back and forward to. */
export function useHistoryLength(): { readonly past: number; readonly future: number } {
  const past = useZustand(studioStore.temporal, ({ pastStates }) => pastStates.length)
  const future = useZustand(studioStore.temporal, ({ futureStates }) => futureStates.length)
  return { past, future }
}
