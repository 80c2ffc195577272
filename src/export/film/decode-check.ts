// Decodes a video while it is encoded, and measures how far its frames are from those that were drawn.
import type { EncodedPacket } from 'mediabunny'
import type { ExportCheck } from '../../spec/exports.ts'
import type { FilmPlan } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { layOut } from './frame.ts'

/** What a browser provides; the type library of this layer does not declare it. */
interface DecodedFrame {
  copyTo(destination: Uint8Array, options: { readonly format: 'RGBA' }): Promise<unknown>
  close(): void
}
declare class VideoDecoder {
  constructor(handlers: { output(frame: DecodedFrame): void; error(): void })
  configure(config: object): void
  decode(chunk: object): void
  flush(): Promise<void>
  close(): void
  readonly state: 'unconfigured' | 'configured' | 'closed'
}

export class DecodeCheck {
  private readonly plan: FilmPlan
  private readonly decoder: VideoDecoder
  /** In the order in which they are shown, like those that are decoded. */
  private readonly drawn: Pictures[] = []
  private comparing = Promise.resolve()
  private encoded = 0
  private compared = 0
  private largest = 0
  /** Whether this browser cannot decode what it has encoded, or not show its pixels. */
  private failed = false

  constructor(plan: FilmPlan) {
    this.plan = plan
    this.decoder = new VideoDecoder({
      output: (frame) => {
        this.comparing = this.comparing.then(() => this.compare(frame))
      },
      error: () => {
        this.failed = true
      },
    })
  }

  /** The next frame that is encoded. */
  addFrame(pictures: Pictures): void {
    if (!this.failed) this.drawn.push(pictures)
  }

  /** What the encoder made, in its order. @param config of the decoder, where it changes */
  addPacket(packet: EncodedPacket, config: object | undefined): void {
    this.encoded++
    try {
      if (config) this.decoder.configure(config)
      this.decoder.decode(packet.toEncodedVideoChunk())
    } catch {
      this.failed = true
    }
  }

  /** Waits until what is decoded is compared, so that few frames are held. */
  caughtUp(): Promise<void> {
    return this.comparing
  }

  /** @returns the number of frames that were encoded, and null where they could not be compared */
  async finish(): Promise<{ readonly encoded: number; readonly check: ExportCheck | null }> {
    if (!this.failed) {
      await this.decoder.flush().catch(() => {
        this.failed = true
      })
    }
    await this.comparing
    const isWhole = !this.failed && this.compared === this.encoded
    return {
      encoded: this.encoded,
      check: isWhole ? { largestPixelDifference: this.largest, pictures: this.compared * this.plan.cells } : null,
    }
  }

  close(): void {
    if (this.decoder.state !== 'closed') this.decoder.close()
  }

  private async compare(frame: DecodedFrame): Promise<void> {
    const drawn = this.drawn.shift()
    try {
      if (this.failed || !drawn) return
      const wanted = layOut(drawn, this.plan)
      const pixels = new Uint8Array(wanted.length)
      await frame.copyTo(pixels, { format: 'RGBA' })
      this.largest = Math.max(this.largest, largestDifference(wanted, pixels))
      this.compared++
    } catch {
      this.failed = true
    } finally {
      frame.close()
    }
  }
}

/** Of colours, not of alpha. */
function largestDifference(a: Uint8Array, b: Uint8Array): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) if (i % 4 !== 3) largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)))
  return largest
}
