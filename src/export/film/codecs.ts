// Which formats of film can be encoded here, and with which codec.
import { canEncodeVideo, Quality, type VideoCodec } from 'mediabunny'
import type { FilmFormat, FilmOffer, FilmPlan } from '../../spec/films.ts'
import { FILM_FACTS, FILM_FORMATS, filmSize } from '../../spec/films.ts'

export type VideoFormat = Exclude<FilmFormat, 'gif'>

/** Best first. H.264 plays everywhere. VP8 would be smaller, but does not say how its colours are meant, and players then guess wrongly. */
const CODECS: Readonly<Record<VideoFormat, readonly VideoCodec[]>> = { mp4: ['avc', 'av1', 'hevc'], webm: ['vp9', 'av1', 'vp8'] }

/** A constant quantizer, where the browser's encoder takes one: squares of one colour stay so, and a film that hardly moves is small. */
const QUANTIZERS: Partial<Record<VideoCodec, number>> = { avc: 16, hevc: 16, vp9: 20, av1: 80 }

/**
 * Else a bit rate that is seldom needed: frames of 512 × 512 pixels of a noisy film, 30 a second, take 2.7 of these 4 million bits a second, and more
 * make it no better. Half of it doubles the mean difference to the pictures; edges of squares cost more than those of photographs.
 */
const BITS_PER_PIXEL = 0.5
/** With fewer, a small film gets a level of H.264 (1b) that Chrome writes but does not read. */
const MIN_BITS_PER_SECOND = 1e6
const MAX_BITS_PER_SECOND = 50e6

export function qualityOf(codec: VideoCodec, plan: FilmPlan): Quality {
  const { width, height } = filmSize(plan)
  const wanted = Math.round(BITS_PER_PIXEL * width * height * plan.settings.framesPerSecond)
  const bitrate = Math.min(MAX_BITS_PER_SECOND, Math.max(MIN_BITS_PER_SECOND, wanted))
  const quantizer = QUANTIZERS[codec]
  return new Quality({ bitrate, ...(quantizer !== undefined && { quantizer }) })
}

/** The first codec of the format that is encoded here at this size; null: none is. */
export async function findCodec(format: VideoFormat, plan: FilmPlan): Promise<VideoCodec | null> {
  const options = { ...filmSize(plan), frameRate: plan.settings.framesPerSecond }
  for (const codec of CODECS[format]) if (await canEncodeVideo(codec, { ...options, quality: qualityOf(codec, plan) })) return codec
  return null
}

/** The sentence for a person where `findCodec` finds none. */
export function cannotEncode(format: VideoFormat, plan: FilmPlan): string {
  const { label } = FILM_FACTS[format]
  const { width, height } = filmSize(plan)
  if (!hasVideoEncoder()) return 'This browser has no video encoder: take a GIF, or open the page in Chrome.'
  return `This browser cannot encode ${label} of ${width} × ${height} pixels: take a smaller film, another format, or a GIF.`
}

/** Of all formats, asked of the browser for a film like this one, whatever format it is in. */
export function offeredFormats(plan: FilmPlan): Promise<FilmOffer[]> {
  return Promise.all(
    FILM_FORMATS.map(async (format): Promise<FilmOffer> => {
      if (format === 'gif') return { format, sentence: null }
      const inFormat = { ...plan, settings: { ...plan.settings, format } }
      return { format, sentence: (await findCodec(format, inFormat)) === null ? cannotEncode(format, inFormat) : null }
    }),
  )
}

function hasVideoEncoder(): boolean {
  return 'VideoEncoder' in globalThis
}
