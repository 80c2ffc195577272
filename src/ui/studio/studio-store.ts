// The store of the studio, with its history: every change can be undone, one entry a gesture.
import { temporal } from 'zundo'
import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { initialStudio, type StudioState } from './studio-state.ts'

const MAX_ENTRIES = 200

export function makeStudioStore() {
  return createStore<StudioState>()(temporal(() => initialStudio, { limit: MAX_ENTRIES, equality: Object.is }))
}

export type StudioStore = ReturnType<typeof makeStudioStore>

/** The one of the page. */
export const studioStore: StudioStore = makeStudioStore()

export function useStudio<T>(select: (state: StudioState) => T): T {
  return useZustand(studioStore, select)
}
