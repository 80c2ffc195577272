// The choice of theme: system, light or dark.

import { AutoIcon, MoonIcon, SunIcon } from '../shared/icons.tsx'
import { Segmented } from '../shared/segmented.tsx'
import { chooseTheme, useTheme } from '../shared/theme.ts'

const OPTIONS = [
  { value: 'auto', label: 'As the system', icon: <AutoIcon /> },
  { value: 'light', label: 'Light', icon: <SunIcon /> },
  { value: 'dark', label: 'Dark', icon: <MoonIcon /> },
] as const

export function ThemeSwitch() {
  const theme = useTheme((state) => state.theme)
  return <Segmented label="Colour theme" options={OPTIONS} value={theme} onChange={chooseTheme} />
}
