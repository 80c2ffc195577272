// Keyboard navigation in a grid with a roving tabindex.

/** The index after the key, or null if the key is not handled or would leave the grid. */
export function moveInGrid(key: string, index: number, count: number, columns: number, rowsInSight = 0): number | null {
  const column = index % columns
  const leap = rowsInSight * columns
  const moves: Record<string, number> = {
    ArrowLeft: column > 0 ? index - 1 : -1,
    ArrowRight: column < columns - 1 ? index + 1 : -1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    Home: index - column,
    End: Math.min(index - column + columns, count) - 1,
    PageUp: leap > 0 ? Math.max(index - leap, column) : -1,
    PageDown: leap > 0 ? Math.min(index + leap, count - 1) : -1,
  }
  const target = moves[key]
  return target === undefined || target < 0 || target >= count ? null : target
}

/** The same; Ctrl with Home or End goes to the first or last cell of the grid. */
export function moveInLongGrid(
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  index: number,
  count: number,
  columns: number,
  rowsInSight: number,
): number | null {
  if (ctrlKey && key === 'Home') return 0
  if (ctrlKey && key === 'End') return count - 1
  return moveInGrid(key, index, count, columns, rowsInSight)
}
