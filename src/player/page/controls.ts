// Joins the controls of the page with the picture that they steer.
import { pictureFileName, type SeedPoint } from '../../spec/picture-code.ts'
import type { Painter } from '../painter.ts'
import type { FileDescription } from '../stored-model.ts'
import { bindCode } from './code-field.ts'
import { bindNumber, element, prefersStillness, setNumber, show } from './dom.ts'
import { bindEnd, type EndName } from './ends.ts'
import { createPad } from './pad.ts'
import { savePicture } from './save-picture.ts'
import { createSeeds } from './seeds.ts'
import { clampToMap, type Position, type Way } from './state.ts'
import { createStudio, type Studio } from './studio.ts'
import { drawMap, drawStrip } from './views.ts'
import { describeDrawing, describeFailure, describePosition } from './words.ts'

/** Pictures of the map along a side, and columns and rows of the wall, by how long a picture may take. */
const SIZES = [
  { milliseconds: 6, map: 9, wall: { columns: 8, rows: 13 } },
  { milliseconds: 25, map: 7, wall: { columns: 6, rows: 9 } },
  { milliseconds: Number.POSITIVE_INFINITY, map: 5, wall: { columns: 4, rows: 6 } },
] as const
/** Slower ones do not move by themselves when the page opens. */
const PLAYS_BY_ITSELF = 25

export async function startControls(painter: Painter, description: FileDescription): Promise<void> {
  const milliseconds = await measure(painter, description)
  const sizes = SIZES.find((each) => milliseconds <= each.milliseconds) ?? SIZES[2]
  element('#drawing').textContent = describeDrawing(painter.device, milliseconds)
  const picture = element<HTMLCanvasElement>('#picture')
  let isNew = milliseconds <= PLAYS_BY_ITSELF && !prefersStillness()
  let isSteered = false
  const studio = createStudio(painter, description, {
    onPicture: (pixels) => show(picture, pixels),
    onPosition: (before) => onPosition(before),
    onIdle() {
      if (isNew && !isSteered && studio.playing() === null) studio.play('around')
      isNew = false
    },
    onFailure(error) {
      studio.stop()
      element('#said').textContent = describeFailure(error)
    },
  })
  const steer = (changes: Partial<Position>) => {
    isSteered = true
    studio.steer(changes)
  }
  const choose = (end: EndName, point: SeedPoint) =>
    steer(end === 'a' ? { a: point, way: 'around', x: 0, y: 0, at: 0 } : { b: point, way: 'between', x: 0, y: 0, at: 1 })
  const pad = createPad((x, y) => steer({ way: 'around', x, y, at: 0 }))
  const showNumbers = bindNumbers(studio, steer)
  const showEnds = (['a', 'b'] as const).map((end) => bindEnd(end, studio, (point) => choose(end, point)))
  const seeds = createSeeds(studio, sizes.wall, choose)
  const showPlaying = bindPlay(studio)
  const codeField = bindCode(studio, steer)
  bindSave(studio)

  function onPosition(before: Position | null): void {
    const now = studio.position()
    const { a, b } = now
    const words = describePosition(now, description.about.classNames)
    if (before?.a !== a) drawMap(studio, pad, sizes.map)
    if (before?.a !== a || before?.b !== b) {
      drawStrip(studio)
      seeds.mark(a, b)
      for (const [i, showEnd] of showEnds.entries()) showEnd(i === 0 ? a : b)
    }
    pad.set(now.x, now.y, words)
    showNumbers(now, words)
    showPlaying()
    codeField.show()
    element('#where').textContent = words
    picture.setAttribute('aria-label', `Picture: ${words}`)
    document.body.dataset.way = now.given ? 'neither' : now.way
  }
  onPosition(null)
  seeds.draw()
  codeField.openLink()
}

/** The slider from A to B, and the numbers that can be typed. @returns shows a position */
function bindNumbers(studio: Studio, steer: (changes: Partial<Position>) => void): (position: Position, words: string) => void {
  const input = (id: string) => element<HTMLInputElement>(`#${id}`)
  const [slider, x, y, at, seconds] = [input('between'), input('x'), input('y'), input('at'), input('seconds')]
  const goBetween = (share: number) => steer({ way: 'between', at: share, x: 0, y: 0 })
  slider.addEventListener('input', () => goBetween(slider.valueAsNumber))
  bindNumber(at, goBetween)
  bindNumber(x, (value) => steer({ way: 'around', x: value, at: 0 }))
  bindNumber(y, (value) => steer({ way: 'around', y: value, at: 0 }))
  bindNumber(seconds, studio.setSeconds)
  setNumber(seconds, studio.seconds(), 0)
  return (position, words) => {
    setNumber(x, clampToMap(position.x), 2)
    setNumber(y, clampToMap(position.y), 2)
    setNumber(at, position.at, 2)
    slider.value = String(position.at)
    slider.setAttribute('aria-valuetext', words)
  }
}

/** @returns shows which film plays */
function bindPlay(studio: Studio): () => void {
  const ways: readonly Way[] = ['around', 'between']
  const buttons = ways.map((way) => ({ way, button: element<HTMLButtonElement>(`#play-${way}`) }))
  for (const { way, button } of buttons) {
    button.addEventListener('click', () => (studio.playing() === way ? studio.stop() : studio.play(way)))
  }
  return () => {
    for (const { way, button } of buttons) button.dataset.playing = String(studio.playing() === way)
  }
}

function bindSave(studio: Studio): void {
  element('#save').addEventListener('click', () => {
    const [name, target] = [pictureFileName(studio.pictureCode()), studio.target()]
    studio.queue.setBackground('save', [target], (_, pixels) => void savePicture(pixels, `${name}.png`))
  })
}

/** Clocks of browsers are as coarse as a millisecond. */
const MEASURED_FOR = 40

/** Milliseconds a picture, after the first ones, with which engines warm up. */
async function measure(painter: Painter, { latent, counts }: FileDescription): Promise<number> {
  const count = Math.min(painter.capacity, 8)
  const codes = Array.from({ length: count }, () => new Float32Array(latent + counts.length))
  for (let i = 0; i < 2; i++) await painter.draw(codes)
  const start = performance.now()
  let drawn = 0
  for (; performance.now() - start < MEASURED_FOR; drawn += count) await painter.draw(codes)
  return (performance.now() - start) / drawn
}
