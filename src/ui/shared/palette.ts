// The colours of the theme as a canvas needs them: values, not references. Read once a theme, since reading makes the browser compute styles.
import { seenTheme } from './theme.ts'

export interface Palette {
  readonly font: string
  readonly grid: string
  readonly text: string
  readonly marker: string
  readonly best: string
  readonly 'series-d': string
  readonly 'series-g': string
}

const known = new Map<string, Palette>()

/** `element` only lends its place on the page. */
export function readPalette(element: HTMLElement): Palette {
  const theme = seenTheme()
  const palette = known.get(theme) ?? compute(element)
  known.set(theme, palette)
  return palette
}

function compute(element: HTMLElement): Palette {
  const style = getComputedStyle(element)
  const read = (name: string) => {
    element.style.color = `var(--${name})`
    return style.color
  }
  const palette = {
    font: `11px ${style.fontFamily}`,
    grid: read('line'),
    text: read('ink-soft'),
    marker: read('line-control'),
    best: read('good'),
    'series-d': read('series-d'),
    'series-g': read('series-g'),
  }
  element.style.color = ''
  return palette
}
