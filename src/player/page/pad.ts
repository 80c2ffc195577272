// The map around A: pictures of what lies there, and a frame that is dragged over them. To a keyboard and a screen reader it is two sliders, of
// which one is reached by Tab: arrows along the other axis move on to the other, as in React Aria's ColorArea.
import { contextOf, element } from './dom.ts'
import { clampToMap } from './state.ts'

const STEP = 0.05
const LARGE_STEP = 0.25

export interface Pad {
  /** Puts the frame there. @param words what a screen reader says */
  set(x: number, y: number, words: string): void
  /** The places of the pictures on a map of so many by so many, at least 2, row by row from the top left. */
  places(count: number): readonly (readonly [x: number, y: number])[]
  /** Empties the map. @param side of a picture */
  clear(count: number, side: number): void
  showPicture(index: number, pixels: Uint8ClampedArray<ArrayBuffer>): void
}

export function createPad(onMove: (x: number, y: number) => void): Pad {
  const pad = element<HTMLElement>('#pad')
  const canvas = element<HTMLCanvasElement>('#map')
  const inputs = { x: element<HTMLInputElement>('#pad-x'), y: element<HTMLInputElement>('#pad-y') }
  let [count, side] = [1, 1]
  let [x, y] = [0, 0]
  listenToPointers(pad, () => count, onMove)
  listenToKeys(inputs, () => [x, y], onMove)
  return {
    set(toX, toY, words) {
      ;[x, y] = [toX, toY]
      pad.style.setProperty('--x', String(clampToMap(x)))
      pad.style.setProperty('--y', String(clampToMap(y)))
      for (const [input, value] of [
        [inputs.x, x],
        [inputs.y, y],
      ] as const) {
        input.value = String(value)
        input.setAttribute('aria-valuetext', words)
      }
    },
    places(across) {
      const along = Array.from({ length: across }, (_, i) => (2 * i) / (across - 1) - 1)
      return along.flatMap((down) => along.map((right) => [right, -down] as const))
    },
    clear(across, ofPicture) {
      ;[count, side] = [across, ofPicture]
      pad.style.setProperty('--count', String(across))
      if (canvas.width !== across * ofPicture) canvas.width = canvas.height = across * ofPicture
    },
    showPicture(index, pixels) {
      contextOf(canvas).putImageData(new ImageData(pixels, side, side), (index % count) * side, Math.floor(index / count) * side)
    },
  }
}

/** The frame is as large as a picture of the map, so its middle stays half a picture away from the edge. */
function listenToPointers(pad: HTMLElement, count: () => number, onMove: (x: number, y: number) => void): void {
  const moveTo = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = pad.getBoundingClientRect()
    const along = (at: number, length: number) => clampToMap(((at / length - 0.5) * 2) / (1 - 1 / count()))
    onMove(along(clientX - left, width), -along(clientY - top, height))
  }
  pad.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    event.preventDefault() // no text is selected
    element<HTMLInputElement>('#pad-x').focus({ preventScroll: true })
    pad.setPointerCapture(event.pointerId)
    moveTo(event)
  })
  pad.addEventListener('pointermove', (event) => {
    if (pad.hasPointerCapture(event.pointerId)) moveTo(event)
  })
}

type Axis = 'x' | 'y'

function listenToKeys(
  inputs: Readonly<Record<Axis, HTMLInputElement>>,
  place: () => readonly [x: number, y: number],
  onMove: (x: number, y: number) => void,
): void {
  const focusAxis = (axis: Axis) => {
    const [one, other] = axis === 'x' ? [inputs.x, inputs.y] : [inputs.y, inputs.x]
    one.tabIndex = 0
    other.tabIndex = -1
    one.focus({ preventScroll: true })
  }
  const onKey = (event: KeyboardEvent) => {
    const move = moveOfKey(event.key, event.shiftKey)
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const [x, y] = place()
    onMove(...(move.map((by, i) => clampToMap(Number(((i === 0 ? x : y) + by).toFixed(2)))) as [number, number]))
    focusAxis(move[0] !== 0 ? 'x' : 'y')
  }
  for (const input of Object.values(inputs)) {
    input.addEventListener('keydown', onKey)
    input.addEventListener('input', () => onMove(inputs.x.valueAsNumber, inputs.y.valueAsNumber)) // from a screen reader
  }
}

function moveOfKey(key: string, isLarge: boolean): readonly [number, number] | null {
  const step = isLarge ? LARGE_STEP : STEP
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, step],
    ArrowDown: [0, -step],
    PageUp: [0, LARGE_STEP],
    PageDown: [0, -LARGE_STEP],
    Home: [-2, 0],
    End: [2, 0],
  }
  return moves[key] ?? null
}
