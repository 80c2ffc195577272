// A and B: each has a seed, and where there are classes one of them.
import type { SeedPoint } from '../../spec/picture-code.ts'
import { bindNumber, element, fillSelect, setNumber } from './dom.ts'
import { seedPoint } from './state.ts'
import type { Studio } from './studio.ts'
import { nameOfClass } from './words.ts'

/** Below which a dice gives any seed: short ones are easy to tell. By Math.random, since only the seed that it gives has to be repeatable. */
const DICE_SEEDS = 100_000

export type EndName = 'a' | 'b'

/** @returns shows its point */
export function bindEnd(name: EndName, studio: Studio, onChange: (point: SeedPoint) => void): (point: SeedPoint) => void {
  const { counts, about } = studio.description
  const seed = element<HTMLInputElement>(`#seed-${name}`)
  const select = element<HTMLSelectElement>(`#class-${name}`)
  const now = () => studio.position()[name]
  if (counts.length > 0) {
    fillSelect(
      select,
      counts.map((_, k) => nameOfClass(k, about.classNames)),
      null,
    )
    element('.choice', element(`#end-${name}`)).hidden = false
  }
  bindNumber(seed, (value) => onChange({ ...now(), seed: Math.round(value) }))
  select.addEventListener('change', () => onChange(seedPoint(now().seed, counts, Number(select.value))))
  element(`#dice-${name}`).addEventListener('click', () => {
    onChange({ ...now(), seed: Math.floor(Math.random() * DICE_SEEDS) })
  })
  return (point) => {
    setNumber(seed, point.seed, 0)
    if (point.class !== undefined) select.value = String(point.class)
  }
}
