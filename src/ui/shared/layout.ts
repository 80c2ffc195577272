// The number of columns of the page, for style sheets (`:root[data-columns="…"]`) and components alike. It depends on the window's width in
// rem, so that larger text gets fewer columns; rem in media queries would ignore the page's own font size.
import { create } from 'zustand'

export type Columns = 1 | 2 | 3 | 4

/** Minimum width of the window in rem for each number of columns. */
const FROM = [
  { columns: 4, rem: 116 },
  { columns: 3, rem: 70 },
  { columns: 2, rem: 45 },
] as const

export function columnsFor(rem: number): Columns {
  return FROM.find((each) => rem >= each.rem)?.columns ?? 1
}

export const useLayout = create<{ readonly columns: Columns }>(() => ({ columns: 1 }))

/** Updates the number of columns whenever the window or the text size changes. */
export function watchLayout(): void {
  const ruler = document.createElement('div')
  Object.assign(ruler.style, { position: 'fixed', width: '1rem', visibility: 'hidden' })
  document.body.append(ruler)
  function update() {
    const columns = columnsFor(innerWidth / ruler.offsetWidth)
    document.documentElement.dataset.columns = String(columns)
    useLayout.setState({ columns })
  }
  update()
  new ResizeObserver(update).observe(ruler)
  addEventListener('resize', update)
}
