// The wall: a picture a seed. Arrow keys go from one to the next, Enter or a click chooses.
import type { SeedPoint } from '../../spec/picture-code.ts'
import { element, show } from './dom.ts'

export interface Wall {
  /** As many buttons as there are points, without pictures yet. @param names what a screen reader says of each */
  setPoints(points: readonly SeedPoint[], names: readonly string[]): void
  showPicture(index: number, pixels: Uint8ClampedArray<ArrayBuffer>): void
  /** Marks where A and B stand. */
  mark(a: SeedPoint, b: SeedPoint): void
}

export function createWall(columns: number, onChoose: (point: SeedPoint) => void): Wall {
  const wall = element<HTMLElement>('#wall')
  wall.style.setProperty('--columns', String(columns))
  let points: readonly SeedPoint[] = []
  const buttons = () => [...wall.querySelectorAll('button')]
  const makeButton = (index: number) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.tabIndex = index === 0 ? 0 : -1
    const mark = document.createElement('span')
    mark.className = 'mark'
    mark.setAttribute('aria-hidden', 'true')
    button.append(document.createElement('canvas'), mark)
    button.addEventListener('click', () => onChoose(points[index] as SeedPoint))
    return button
  }
  wall.addEventListener('keydown', (event) => {
    const all = buttons()
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -all.length, End: all.length }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const now = all.indexOf(document.activeElement as HTMLButtonElement)
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : now + by
    if (!all[next]) return
    for (const button of all) button.tabIndex = -1
    ;(all[next] as HTMLButtonElement).tabIndex = 0
    all[next]?.focus()
  })
  return {
    setPoints(given, names) {
      points = given
      if (buttons().length !== given.length) wall.replaceChildren(...given.map((_, i) => makeButton(i)))
      buttons().forEach((button, i) => {
        button.setAttribute('aria-label', names[i] as string)
        button.title = names[i] as string
      })
    },
    showPicture(index, pixels) {
      const canvas = buttons()[index]?.querySelector('canvas')
      if (canvas) show(canvas, pixels)
    },
    mark(a, b) {
      const isSame = (point: SeedPoint | undefined, other: SeedPoint) => point?.seed === other.seed && point.class === other.class
      buttons().forEach((button, i) => {
        const marks = `${isSame(points[i], a) ? 'A' : ''}${isSame(points[i], b) ? 'B' : ''}`
        element('.mark', button).textContent = marks
        button.classList.toggle('chosen', marks !== '')
        button.setAttribute('aria-pressed', String(marks !== ''))
      })
    },
  }
}
