// What draws the pictures of a generator, and the one that does so in JavaScript.
import { createForward, type Forward } from './forward.ts'
import { writePixels } from './pixels.ts'
import type { Plan } from './plan.ts'

export interface Painter {
  /** WebGPU, with the name of the adapter where the browser tells it, WebAssembly or JavaScript. */
  readonly device: string
  /** Whether it takes the time of the processor. */
  readonly onProcessor: boolean
  /** Of a picture. */
  readonly side: number
  /** The most pictures of one call. */
  readonly capacity: number
  /** Pictures of codes, [count, S, S, 4]. One call at a time. */
  draw(codes: readonly Float32Array[]): Promise<Uint8ClampedArray<ArrayBuffer>>
  /** Frees what it holds on a device. */
  dispose(): void
}

export function createPlainPainter(plan: Plan): Painter {
  return painterOf(plan, createForward(plan), 'JavaScript')
}

/** @param device in words */
export function painterOf({ output: { side, channels } }: Plan, forward: Forward, device: string): Painter {
  return {
    device,
    onProcessor: true,
    side,
    capacity: 1,
    async draw(codes) {
      const length = 4 * side * side
      const pixels = new Uint8ClampedArray(codes.length * length)
      for (const [i, code] of codes.entries()) writePixels(forward(code), channels, pixels, i * length)
      return pixels
    },
    dispose: () => undefined,
  }
}
