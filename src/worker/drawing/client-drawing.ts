// The drawing of one client: where each of its pictures is, where it is wanted, and its pixels as they were drawn last.
import type { DrawnFrom, FromDrawing, ToDrawing } from '../../spec/drawing.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { atRest, isSame, type Motion, moved } from './motion.ts'

type DrawRequest = Extract<ToDrawing, { type: 'draw' }>

interface Cell {
  target: Float32Array
  motion: Motion
  /** The code of its pixels; null: these are of another generator, or there are none. */
  drawn: Float32Array | null
  pixels: Uint8ClampedArray<ArrayBuffer> | null
}

/** Pictures to be drawn, and what takes their pixels. */
export interface Due {
  readonly codes: readonly Float32Array[]
  /** @param pixels [codes, S, S, 4] */
  keep(pixels: Uint8ClampedArray): void
}

export class ClientDrawing {
  request: DrawRequest
  private cells: readonly Cell[] = []
  private points: readonly LatentPoint[] = []
  /** Of the request that these points are of. */
  private number = 0
  /** Counts the generators that have drawn. */
  private generator = 0
  /** Which cell is drawn next, where there is no time for all of them. */
  private next = 0
  private movedAt = 0
  /** Whether there is something that the client has not been shown. */
  isActive = false
  /** What its targets do not follow yet: other points, or another generator. */
  private changed: 'nothing' | 'points' | 'generator' = 'nothing'

  constructor(request: DrawRequest) {
    this.request = request
  }

  get from(): DrawnFrom {
    return this.request.from
  }

  /** There are other points, or another generator (`isOther`). */
  wake(now: number, isOther: boolean): void {
    if (!this.isActive) this.movedAt = now
    this.isActive = true
    if (this.changed !== 'generator') this.changed = isOther ? 'generator' : 'points'
  }

  get needsTargets(): boolean {
    return this.changed !== 'nothing'
  }

  /** Those of the newest request. Pictures that were there move to their new places. @param codes one a point */
  setTargets(points: readonly LatentPoint[], codes: readonly Float32Array[]): void {
    const isOther = this.changed === 'generator'
    this.changed = 'nothing'
    this.points = points
    this.number = this.request.request
    if (isOther) this.generator++
    this.cells = codes.map((target, i) => {
      const cell = this.cells[i] ?? { target, motion: atRest(target), drawn: null, pixels: null }
      const moves = this.request.eased && cell.target.length === target.length
      cell.target = target
      if (!moves) cell.motion = atRest(target)
      if (isOther) cell.drawn = null
      return cell
    })
  }

  /** Everything moves on to where it is now. @param least seconds that pass in any case */
  move(now: number, least: number): void {
    const seconds = Math.max(least, now - this.movedAt)
    this.movedAt = now
    for (const cell of this.cells) cell.motion = moved(cell.motion, cell.target, seconds)
  }

  /** Up to `count` pictures that are not drawn where they are now; null: there are none. */
  due(count: number): Due | null {
    const cells: Cell[] = []
    for (let k = 0; k < this.cells.length && cells.length < count; k++) {
      const cell = this.cells[(this.next + k) % this.cells.length] as Cell
      if (cell.drawn === null || !isSame(cell.drawn, cell.motion.position)) cells.push(cell)
      if (cells.length === count) this.next = (this.next + k + 1) % this.cells.length
    }
    if (cells.length === 0) return null
    const codes = cells.map(({ motion }) => motion.position)
    const { generator } = this
    return {
      codes,
      keep: (pixels) => {
        const length = pixels.length / cells.length
        cells.forEach((cell, i) => {
          if (generator === this.generator) cell.drawn = codes[i] as Float32Array
          cell.pixels = pixels.slice(i * length, (i + 1) * length) as Uint8ClampedArray<ArrayBuffer>
        })
      },
    }
  }

  /** All pictures as they were drawn last. A newer request, which may have come while they were drawn, is still to be followed. @param size of a picture */
  frame(step: number, size: number, milliseconds: number): Extract<FromDrawing, { type: 'drawn' }> {
    const length = 4 * size * size
    const pixels = new Uint8ClampedArray(this.cells.length * length)
    this.cells.forEach((cell, i) => {
      if (cell.pixels?.length === length) pixels.set(cell.pixels, i * length)
    })
    const arrived = this.cells.every(({ drawn, target }) => drawn !== null && isSame(drawn, target))
    this.isActive = !arrived || this.needsTargets
    return {
      type: 'drawn',
      client: this.request.client,
      request: this.number,
      step,
      points: this.points,
      pictures: { count: this.cells.length, size, pixels },
      arrived,
      milliseconds,
    }
  }
}
