// Light, dark, or as the system has it.
import { create } from 'zustand'
import { keepChoice, readChoice } from './stored-choice.ts'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'quarterturn-theme'

export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: readChoice(KEY, THEMES, 'auto') }))

/** The style sheet reads the attribute; without it the system decides. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  keepChoice(KEY, theme)
  useTheme.setState({ theme })
}

const systemDark = () => matchMedia('(prefers-color-scheme: dark)')

/** The theme that is seen. */
export function seenTheme(): 'light' | 'dark' {
  const { theme } = useTheme.getState()
  return theme === 'auto' ? (systemDark().matches ? 'dark' : 'light') : theme
}

/** For what is painted by hand and must be painted again. */
export function onThemeChange(listener: () => void): () => void {
  const query = systemDark()
  query.addEventListener('change', listener)
  const stop = useTheme.subscribe(listener)
  return () => {
    query.removeEventListener('change', listener)
    stop()
  }
}
