// The wall of seeds and what chooses them: the first one, pages before and after, and where there are classes one of them or as they come.
import type { SeedPoint } from '../../spec/picture-code.ts'
import { MAX_SEED } from '../../spec/read-picture-code.ts'
import { bindNumber, element, fillSelect, setNumber } from './dom.ts'
import type { EndName } from './ends.ts'
import { seedPoint } from './state.ts'
import type { Studio } from './studio.ts'
import { createWall, type Wall } from './wall.ts'
import { describeSeed, nameOfClass } from './words.ts'

const FIRST_SEED = 1

export interface Seeds extends Pick<Wall, 'mark'> {
  /** The pictures that are on the wall. */
  draw(): void
}

/** @param onChoose for A or B, as is chosen beside the wall */
export function createSeeds(
  studio: Studio,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  onChoose: (end: EndName, point: SeedPoint) => void,
): Seeds {
  const count = columns * rows
  const { counts, about } = studio.description
  const select = element<HTMLSelectElement>('#wall-class')
  const from = element<HTMLInputElement>('#wall-from')
  const picked = () => element<HTMLInputElement>('input[name=picks]:checked').value as EndName
  const wall = createWall(columns, (point) => onChoose(picked(), point))
  let first = FIRST_SEED
  function draw(): void {
    const index = select.value === '' ? null : Number(select.value)
    const points = Array.from({ length: count }, (_, i) => seedPoint(first + i, counts, index))
    wall.setPoints(
      points,
      points.map((point) => describeSeed(point, about.classNames)),
    )
    setNumber(from, first, 0)
    studio.queue.setBackground(
      'wall',
      points.map((point) => studio.codeOf(point)),
      wall.showPicture,
    )
    const { a, b } = studio.position()
    wall.mark(a, b)
  }
  const goTo = (seed: number) => {
    first = Math.max(0, Math.min(MAX_SEED - count + 1, Math.round(seed)))
    draw()
  }
  if (counts.length > 1) {
    const names = counts.map((_, k) => nameOfClass(k, about.classNames))
    fillSelect(select, names, 'As they come')
    element('.choice', element('.seeds')).hidden = false
  }
  select.addEventListener('change', draw)
  bindNumber(from, goTo)
  element('#wall-back').addEventListener('click', () => goTo(first - count))
  element('#wall-forward').addEventListener('click', () => goTo(first + count))
  return { draw, mark: wall.mark }
}
