// A film as MP4 or WebM: the browser's encoder compresses, and mediabunny writes the container. https://www.w3.org/TR/webcodecs/
import {
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
  type VideoCodec,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny'
import { createYieldIfDue } from '../../data/concurrency.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { ExportCheck } from '../../spec/exports.ts'
import { type FilmPlan, filmSize } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { messageOf } from '../../spec/words.ts'
import { ExportError } from '../errors.ts'
import { cannotEncode, findCodec, qualityOf, type VideoFormat } from './codecs.ts'
import { DecodeCheck } from './decode-check.ts'
import { type FilmTarget, layOut } from './frame.ts'

/** Bytes are collected to pieces of this size before they are written. */
const PIECE_BYTES = 1 << 20

/** What a browser provides; the type library of this layer does not declare it. */
declare class WritableStream {
  constructor(sink: { write(chunk: StreamTargetChunk): Promise<void> })
}

/**
 * Frame i is shown from i / framesPerSecond on. A few frames are held at a time.
 * @returns how far its frames are from those that were drawn, decoded; null where this browser cannot tell
 * @throws ExportError where there is no encoder for such a film, or it gives up; CancelledError; and whatever the frames and the target throw;
 * nothing is written after that
 */
export async function encodeVideo(
  frames: AsyncIterable<Pictures>,
  plan: FilmPlan,
  format: VideoFormat,
  target: FilmTarget,
  { onProgress, signal }: WorkOptions = {},
): Promise<ExportCheck | null> {
  const codec = await findCodec(format, plan)
  if (codec === null) throw new ExportError(cannotEncode(format, plan))
  const sink = createSink(target)
  const check = new DecodeCheck(plan)
  const { output, source } = openOutput({ codec, format, plan, sink, check })
  const yieldIfDue = createYieldIfDue(signal)
  try {
    await encoding(() => output.start())
    let done = 0
    for await (const frame of frames) {
      await yieldIfDue()
      const sample = sampleOf(frame, done, plan)
      check.addFrame(frame)
      await encoding(() => source.add(sample)).finally(() => sample.close())
      await check.caughtUp()
      done++
      onProgress?.(done / plan.frames)
    }
    await encoding(() => output.finalize())
    const { encoded, check: found } = await check.finish()
    if (encoded !== plan.frames) throw new ExportError(`This browser encoded ${encoded} of ${plan.frames} frames. Take another format.`)
    return found
  } catch (error) {
    await sink.stop()
    await output.cancel().catch(() => undefined) // it may fail for the same reason, which is said already
    throw sink.error() ?? error
  } finally {
    check.close()
  }
}

interface OutputParts {
  readonly codec: VideoCodec
  readonly format: VideoFormat
  readonly plan: FilmPlan
  readonly sink: Sink
  readonly check: DecodeCheck
}

function openOutput({ codec, format, plan, sink, check }: OutputParts) {
  const output = new Output({
    format: format === 'mp4' ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat(), // an MP4 then begins to play before all of it is loaded
    target: new StreamTarget(sink.stream, { chunked: true, chunkSize: PIECE_BYTES }),
  })
  const source = new VideoSampleSource({
    codec,
    quality: qualityOf(codec, plan),
    onEncodedPacket: (packet, meta) => check.addPacket(packet, meta?.decoderConfig),
  })
  output.addVideoTrack(source, { frameRate: plan.settings.framesPerSecond, maximumPacketCount: plan.frames })
  return { output, source }
}

function sampleOf(frame: Pictures, index: number, plan: FilmPlan): VideoSample {
  const { width, height } = filmSize(plan)
  const rate = plan.settings.framesPerSecond
  const time = { timestamp: index / rate, duration: 1 / rate }
  return new VideoSample(layOut(frame, plan), { format: 'RGBX', codedWidth: width, codedHeight: height, ...time })
}

/** The browser's encoder gives up with errors that say little to a person. */
async function encoding(task: () => Promise<void>): Promise<void> {
  try {
    await task()
  } catch (error) {
    throw new ExportError(`The video encoder of this browser gave up (${messageOf(error)}). Take another format, or a smaller film.`)
  }
}

interface Sink {
  readonly stream: WritableStream
  /** What the target threw; null: nothing. */
  error(): unknown
  /** Nothing is written from now on. */
  stop(): Promise<void>
}

/** Passes writes on one after another; what goes wrong is remembered, because it reaches the caller of the encoder in other words. */
function createSink(target: FilmTarget): Sink {
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
    async stop() {
      stopped = true
      await pending.catch(() => undefined)
    },
  }
}
