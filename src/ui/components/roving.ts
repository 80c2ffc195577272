// Arrow keys in a grid of buttons of which one is in the tab order.

/** Index the key leads to, or null where the key means nothing here or would leave the grid. */
export function moveInGrid(key: string, index: number, count: number, columns: number): number | null {
  const column = index % columns
  const moves: Record<string, number> = {
    ArrowLeft: column > 0 ? index - 1 : -1,
    ArrowRight: column < columns - 1 ? index + 1 : -1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    Home: index - column,
    End: Math.min(index - column + columns, count) - 1,
  }
  const target = moves[key]
  return target === undefined || target < 0 || target >= count ? null : target
}
