// The store of the studio, with its history: every change can be undone, one entry a gesture.
import { temporal } from 'zundo'
import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { initialStudio, type StudioState } from './studio-state.ts'

/** Of the history: the oldest ones go. */
export const MAX_ENTRIES = 200

export function makeStudioStore() {
  return createStore<StudioState>()(temporal(() => initialStudio, { limit: MAX_ENTRIES }))
}

export type StudioStore = ReturnType<typeof makeStudioStore>

/** The one of the page. It is changed by history.ts alone. */
export const studioStore: StudioStore = makeStudioStore()

export function useStudio<T>(select: (state: StudioState) => T): T {
  return useZustand(studioStore, select)
}
