// Auto, light, dark.
import { chooseTheme, useTheme } from '../hooks/theme.ts'
import { AutoIcon, MoonIcon, SunIcon } from './icons.tsx'
import { Segmented } from './segmented.tsx'

const OPTIONS = [
  { value: 'auto', label: 'As the system', icon: <AutoIcon /> },
  { value: 'light', label: 'Light', icon: <SunIcon /> },
  { value: 'dark', label: 'Dark', icon: <MoonIcon /> },
] as const

export function ThemeSwitch() {
  const theme = useTheme((state) => state.theme)
  return <Segmented label="Colour theme" options={OPTIONS} value={theme} onChange={chooseTheme} />
}
