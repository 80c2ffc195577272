// Provides components with the actions, and with the data that is too large or changes too fast for the store.
import { createContext, useContext } from 'react'
import type { History } from '../../spec/numbers/history.ts'
import type { PageCache } from '../data/page-cache.ts'
import type { Drawings } from '../drawing/drawings.ts'
import type { Actions } from './actions.ts'

interface Page {
  readonly actions: Actions
  readonly history: History
  readonly images: PageCache
  readonly drawings: Drawings
}

export const PageContext = createContext<Page | null>(null)

function usePage(): Page {
  const page = useContext(PageContext)
  if (page === null) throw new Error('a component is rendered outside PageContext')
  return page
}

export const useActions = (): Actions => usePage().actions
export const useHistory = (): History => usePage().history
export const useImageCache = (): PageCache => usePage().images
export const useDrawings = (): Drawings => usePage().drawings
