// Colours of the theme as values for canvases. Read once per theme, since reading forces a style computation.
import { seenTheme } from './theme.ts'

export interface Palette {
  readonly font: string
  readonly grid: string
  readonly text: string
  readonly marker: string
  readonly best: string
  readonly pin: string
  readonly 'series-d': string
  readonly 'series-g': string
  /** Of the runs that are compared. */
  readonly 'run-a': string
  readonly 'run-b': string
  readonly 'run-c': string
  readonly 'run-d': string
}

const known = new Map<string, Palette>()

/** @param element any element on the page, used to resolve the CSS variables */
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
    pin: read('accent'),
    'series-d': read('series-d'),
    'series-g': read('series-g'),
    'run-a': read('run-a'),
    'run-b': read('run-b'),
    'run-c': read('run-c'),
    'run-d': read('run-d'),
  }
  element.style.color = ''
  return palette
}
