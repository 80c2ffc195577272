// The theme: light, dark, or that of the system.
import { create } from 'zustand'
import { keepChoice, readChoice } from './stored-choice.ts'

const THEMES = ['auto', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const KEY = 'quarterturn-theme'

export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: readChoice(KEY, THEMES, 'auto') }))

/** Sets the attribute that the style sheet reads; without it the system decides. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // The browser's own bar: index.html has its colour in both themes.
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const { theme: itsTheme } = bar.dataset
    bar.media = theme === 'auto' ? `(prefers-color-scheme: ${itsTheme})` : theme === itsTheme ? 'all' : 'not all'
  }
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  keepChoice(KEY, theme)
  useTheme.setState({ theme })
}

const systemDark = () => matchMedia('(prefers-color-scheme: dark)')

/** The theme in effect. */
export function seenTheme(): 'light' | 'dark' {
  const { theme } = useTheme.getState()
  return theme === 'auto' ? (systemDark().matches ? 'dark' : 'light') : theme
}

/** For canvases, which must be repainted. */
export function onThemeChange(listener: () => void): () => void {
  const query = systemDark()
  query.addEventListener('change', listener)
  const stop = useTheme.subscribe(listener)
  return () => {
    query.removeEventListener('change', listener)
    stop()
  }
}
