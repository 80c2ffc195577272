// The picture that is steered: a position (state.ts), the code that eases towards it, and the film that moves it.
import { type CodeSpace, pointCode } from '../../gan/latent/codes.ts'
import { type LatentPoint, writePictureCode } from '../../spec/picture-code.ts'
import type { Painter } from '../painter.ts'
import { type FileDescription, readStoredDirections } from '../stored-model.ts'
import { prefersStillness } from './dom.ts'
import { createQueue, type DrawingQueue } from './queue.ts'
import { easedCode, type Position, playedPosition, pointOf, seedPoint, type Way } from './state.ts'

/** The picture moves at most so far in one go after a rest, in milliseconds. */
const LONGEST_FRAME = 50
const SECONDS = 12

export interface Studio {
  readonly side: number
  readonly description: FileDescription
  readonly queue: DrawingQueue
  position(): Position
  /** Which film plays; null: none. */
  playing(): Way | null
  codeOf(point: LatentPoint): Float32Array
  /** The code that the picture eases towards. */
  target(): Float32Array
  /** Of the picture, as a person copies it. */
  pictureCode(): string
  /** From a control: a film that plays ends. */
  steer(changes: Partial<Position>): void
  play(way: Way): void
  stop(): void
  /** Of a round, from now on. */
  setSeconds(seconds: number): void
  seconds(): number
}

interface Listeners {
  onPicture(pixels: Uint8ClampedArray<ArrayBuffer>): void
  onPosition(before: Position | null): void
  /** Nothing is left to draw. */
  onIdle(): void
  /** A picture could not be drawn. */
  onFailure(error: unknown): void
}

interface Film {
  readonly start: Position
  turns: number
  at: number
}

export function createStudio(painter: Painter, description: FileDescription, listeners: Listeners): Studio {
  const { latent, counts, about } = description
  const directions = description.directions && readStoredDirections(description.directions)
  const space: CodeSpace = { latent, counts, ramp: description.ramp, ...(directions && { directions }) }
  const codeOf = (point: LatentPoint) => pointCode(point, space)
  let position: Position = { a: seedPoint(1, counts), b: seedPoint(2, counts), way: 'around', x: 0, y: 0, at: 0, given: null }
  let target = codeOf(pointOf(position))
  let code: Float32Array | null = null
  let drawnAt = 0
  let film: Film | null = null
  let seconds = SECONDS
  let isScheduled = false

  function live() {
    const now = performance.now()
    const next = code && !prefersStillness() ? easedCode(code, target, latent, Math.min(LONGEST_FRAME, now - drawnAt)) : target
    if (next === code) return null
    code = next
    drawnAt = now
    return { codes: [next], show: listeners.onPicture }
  }
  const queue = createQueue(painter.draw, painter.capacity, live, listeners)

  function frame(now: number): void {
    isScheduled = false
    if (film) {
      film.turns += (now - film.at) / 1000 / seconds
      film.at = now
      move(playedPosition(film.start, film.turns))
    }
    if (code !== target) queue.requestLive()
    if (film || code !== target) schedule()
  }
  function schedule(): void {
    if (!isScheduled) requestAnimationFrame(frame)
    isScheduled = true
  }
  function move(next: Position): void {
    const before = position
    position = next
    target = codeOf(pointOf(position))
    listeners.onPosition(before)
    schedule()
  }
  const stop = () => {
    film = null
    listeners.onPosition(position)
  }
  schedule()
  return {
    side: painter.side,
    description,
    queue,
    position: () => position,
    playing: () => film?.start.way ?? null,
    codeOf,
    target: () => target,
    pictureCode: () => writePictureCode({ run: about.run, step: about.step, point: pointOf(position) }),
    steer(changes) {
      film = null
      move({ ...position, given: null, ...changes })
    },
    play(way) {
      const isThere = way === position.way && !position.given
      const start: Position = isThere ? position : { ...position, way, x: 0, y: 0, at: 0, given: null }
      film = { start, turns: 0, at: performance.now() }
      move(playedPosition(start, 0))
    },
    stop,
    setSeconds(value) {
      seconds = value
    },
    seconds: () => seconds,
  }
}
