// Which formats of film can be encoded here, and with which codec.
import { canEncodeVideo, Quality, type VideoCodec } from 'mediabunny'
import type { FilmFormat, FilmOffer, FilmPlan } from '../../spec/films.ts'
import { FILM_FACTS, FILM_FORMATS, filmSize } from '../../spec/films.ts'

export type VideoFormat = Exclude<FilmFormat, 'gif'>

/** Best first. In an MP4, H.264 plays everywhere. */
const CODECS: Readonly<Record<VideoFormat, readonly VideoCodec[]>> = { mp4: ['avc', 'av1', 'hevc'], webm: ['vp9', 'av1', 'vp8'] }

export const QUALITY = new Quality('very-high')

/** The first codec of the format that is encoded here at this size; null: none is. */
export async function findCodec(format: VideoFormat, plan: FilmPlan): Promise<VideoCodec | null> {
  const options = { ...filmSize(plan), frameRate: plan.settings.framesPerSecond, quality: QUALITY }
  for (const codec of CODECS[format]) if (await canEncodeVideo(codec, options)) return codec
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
