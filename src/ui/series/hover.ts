// The step under the pointer, shared by all charts.
import { create } from 'zustand'

export const useHover = create<{ readonly step: number | null }>(() => ({ step: null }))
