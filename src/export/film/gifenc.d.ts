// What is used of gifenc, which comes without types.
declare module 'gifenc' {
  export type Colour = [red: number, green: number, blue: number]

  export interface FrameOptions {
    /** The first frame's is the palette of the file; the others have none of their own. */
    readonly palette?: readonly Colour[]
    /** Milliseconds, rounded to hundredths of a second. */
    readonly delay: number
    /** How often the film is repeated; 0: for ever. Read from the first frame. */
    readonly repeat?: number
  }

  export interface Encoder {
    /** @param indices into the palette, [height, width] */
    writeFrame(indices: Uint8Array, width: number, height: number, options: FrameOptions): void
    finish(): void
    /** What was written and not yet taken away by `stream.reset`; overwritten by the next frame. */
    bytesView(): Uint8Array
    readonly stream: { reset(): void }
  }

  export function GIFEncoder(): Encoder
  /** @param rgba all of its buffer */
  export function quantize(rgba: Uint8Array<ArrayBuffer>, maxColours: number): Colour[]
}
