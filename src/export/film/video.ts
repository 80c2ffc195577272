// A film as MP4 or WebM: the browser's encoder compresses, and mediabunny writes the container. https://www.w3.org/TR/webcodecs/
import { Mp4OutputFormat, Output, StreamTarget, type StreamTargetChunk, VideoSample, VideoSampleSource, WebMOutputFormat } from 'mediabunny'
import { createYieldIfDue } from '../../data/concurrency.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import { type FilmPlan, filmSize } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { messageOf } from '../../spec/words.ts'
import { ExportError } from '../errors.ts'
import { cannotEncode, findCodec, QUALITY, type VideoFormat } from './codecs.ts'
import { type FilmTarget, layOut } from './frame.ts'

/** Bytes are collected to pieces of this size before they are written. */
const PIECE_BYTES = 1 << 20

/** What a browser provides; the type library of this layer does not declare it. */
declare class WritableStream {
  constructor(sink: { write(chunk: StreamTargetChunk): Promise<void> })
}

/**
 * Frame i is shown from i / framesPerSecond on. A few frames are held at a time.
 * @throws ExportError where there is no encoder for such a film, or it gives up; CancelledError; and whatever the frames and the target throw;
 * nothing is written after that
 */
export async function encodeVideo(
  frames: AsyncIterable<Pictures>,
  plan: FilmPlan,
  format: VideoFormat,
  target: FilmTarget,
  { onProgress, signal }: WorkOptions = {},
): Promise<null> {
  const codec = await findCodec(format, plan)
  if (codec === null) throw new ExportError(cannotEncode(format, plan))
  const { width, height } = filmSize(plan)
  const rate = plan.settings.framesPerSecond
  const sink = createSink(target)
  const output = new Output({
    format: format === 'mp4' ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat(), // an MP4 then begins to play before all of it is loaded
    target: new StreamTarget(sink.stream, { chunked: true, chunkSize: PIECE_BYTES }),
  })
  const source = new VideoSampleSource({ codec, quality: QUALITY })
  output.addVideoTrack(source, { frameRate: rate, maximumPacketCount: plan.frames })
  const yieldIfDue = createYieldIfDue(signal)
  try {
    await encoding(() => output.start())
    let i = 0
    for await (const frame of frames) {
      await yieldIfDue()
      const pixels = { format: 'RGBX', codedWidth: width, codedHeight: height } as const
      const sample = new VideoSample(layOut(frame, plan), { ...pixels, timestamp: i / rate, duration: 1 / rate })
      await encoding(() => source.add(sample)).finally(() => sample.close())
      i++
      onProgress?.(i / plan.frames)
    }
    await encoding(() => output.finalize())
  } catch (error) {
    await sink.stop()
    await output.cancel().catch(() => undefined) // it may fail for the same reason, which is said already
    throw sink.error() ?? error
  }
  return null
}

/** The browser's encoder gives up with errors that say little to a person. */
async function encoding(task: () => Promise<void>): Promise<void> {
  try {
    await task()
  } catch (error) {
    throw new ExportError(`The video encoder of this browser gave up (${messageOf(error)}). Take another format, or a smaller film.`)
  }
}

/** Passes writes on one after another; what goes wrong is remembered, because it reaches the caller of the encoder in other words. */
function createSink(target: FilmTarget) {
  let failure: unknown = null
  let stopped = false
  let pending = Promise.resolve()
  const write = async ({ data, position }: StreamTargetChunk) => {
    if (stopped) return
    pending = target.write(data, position)
    await pending.catch((error: unknown) => {
      failure ??= error
      throw error
    })
  }
  return {
    stream: new WritableStream({ write }),
    error: () => failure,
    /** Nothing is written from now on. */
    async stop(): Promise<void> {
      stopped = true
      await pending.catch(() => undefined)
    },
  }
}
