// How many columns the window has room for: the one answer that the style sheets (`:root[data-columns="…"]`) and the components go by.
// It is told in rem, so that larger text gets fewer columns: media queries would not see the size of the text that the page is set in.
import { create } from 'zustand'

export type Columns = 1 | 2 | 3 | 4

/** Widths of the window, in rem, from which there are so many columns. */
const FROM = [
  { columns: 4, rem: 116 },
  { columns: 3, rem: 70 },
  { columns: 2, rem: 45 },
] as const

export function columnsFor(rem: number): Columns {
  return FROM.find((each) => rem >= each.rem)?.columns ?? 1
}

export const useLayout = create<{ readonly columns: Columns }>(() => ({ columns: 1 }))

/** Looks, and looks again whenever the window or the size of the text changes. */
export function watchLayout(): void {
  const ruler = document.createElement('div')
  Object.assign(ruler.style, { position: 'fixed', width: '1rem', visibility: 'hidden' })
  document.body.append(ruler)
  function look() {
    const columns = columnsFor(innerWidth / ruler.offsetWidth)
    document.documentElement.dataset.columns = String(columns)
    useLayout.setState({ columns })
  }
  look()
  new ResizeObserver(look).observe(ruler)
  addEventListener('resize', look)
}
