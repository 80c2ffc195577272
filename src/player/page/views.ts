// The map around A and the strip from A to B: pictures of places that can be gone to.
import { contextOf, element, show } from './dom.ts'
import type { Pad } from './pad.ts'
import { pointAround, pointOnWay } from './state.ts'
import type { Studio } from './studio.ts'

const STRIP_LENGTH = 9

/** @param across pictures along a side */
export function drawMap(studio: Studio, pad: Pad, across: number): void {
  pad.clear(across, studio.side)
  const { a } = studio.position()
  const places = pad.places(across).map(([x, y], index) => ({ x, y, index }))
  places.sort((one, other) => Math.hypot(one.x, one.y) - Math.hypot(other.x, other.y)) // from the middle
  const codes = places.map(({ x, y }) => studio.codeOf(pointAround(a, x, y)))
  studio.queue.setBackground('map', codes, (i, pixels) => pad.showPicture(places[i]?.index ?? 0, pixels))
}

export function drawStrip(studio: Studio): void {
  const canvas = element<HTMLCanvasElement>('#way')
  const { side } = studio
  const width = STRIP_LENGTH * side
  if (canvas.width !== width) [canvas.width, canvas.height] = [width, side]
  const context = contextOf(canvas)
  const { a, b } = studio.position()
  const codes = Array.from({ length: STRIP_LENGTH }, (_, i) => {
    return studio.codeOf(pointOnWay(a, b, i / (STRIP_LENGTH - 1)))
  })
  studio.queue.setBackground('strip', codes, (i, pixels) => {
    context.putImageData(new ImageData(pixels, side, side), i * side, 0)
    if (i === 0) show(element('#end-a canvas'), pixels)
    if (i === STRIP_LENGTH - 1) show(element('#end-b canvas'), pixels)
  })
}
