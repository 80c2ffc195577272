// Decodes a video in a page of its own, which knows nothing of the program: the container is read by mediabunny, the pictures are drawn on a canvas.
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'

export interface DecodedFilm {
  readonly codec: string
  readonly width: number
  readonly height: number
  /** In seconds. */
  readonly duration: number
  /** When each frame is shown, in seconds. */
  readonly times: readonly number[]
  /** RGBA of each frame. */
  readonly frames: readonly Uint8Array[]
}

/** What is used of mediabunny. */
interface Sample {
  readonly timestamp: number
  draw(context: OffscreenCanvasRenderingContext2D, x: number, y: number): void
  close(): void
}
interface Track {
  readonly codec: string
  readonly displayWidth: number
  readonly displayHeight: number
}
interface Input {
  getPrimaryVideoTrack(): Promise<Track>
  computeDuration(): Promise<number>
}
declare const Mediabunny: {
  readonly ALL_FORMATS: object
  readonly BlobSource: new (blob: Blob) => object
  readonly Input: new (options: { readonly source: object; readonly formats: object }) => Input
  readonly VideoSampleSink: new (track: Track) => { samples(): AsyncIterable<Sample> }
}

/** Decoders are only there in pages of a trustworthy origin; nothing listens at this one. */
const ADDRESS = 'http://localhost/decode'
const LIBRARY = fileURLToPath(new URL('../node_modules/mediabunny/dist/bundles/mediabunny.min.cjs', import.meta.url))

export async function decodeFilm(browser: Browser, bytes: Uint8Array): Promise<DecodedFilm> {
  const page = await browser.newPage()
  try {
    await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>decode</title>' }))
    await page.goto(ADDRESS)
    await page.addScriptTag({ path: LIBRARY })
    return await page.evaluate(async (file) => {
      const { ALL_FORMATS, BlobSource, Input, VideoSampleSink } = Mediabunny
      const input = new Input({ source: new BlobSource(new Blob([file])), formats: ALL_FORMATS })
      const track = await input.getPrimaryVideoTrack()
      const { codec, displayWidth: width, displayHeight: height } = track
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('there is no canvas')
      const times: number[] = []
      const frames: Uint8Array[] = []
      for await (const sample of new VideoSampleSink(track).samples()) {
        sample.draw(context, 0, 0)
        times.push(sample.timestamp)
        frames.push(new Uint8Array(context.getImageData(0, 0, width, height).data.buffer))
        sample.close()
      }
      return { codec, width, height, duration: await input.computeDuration(), times, frames }
    }, Uint8Array.from(bytes))
  } finally {
    await page.close()
  }
}
