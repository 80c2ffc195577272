// The small pictures of the studio in components.
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { EditedBlend } from '../../../spec/blends.ts'
import type { Pictures } from '../../../spec/image-block.ts'
import { type Thumbnails, thumbnailKey } from './thumbnails.ts'

export const ThumbnailsContext = createContext<Thumbnails | null>(null)

/** The picture of a blend by the generator that draws now; null before it is drawn. @param early before those that are not */
export function useThumbnail(blend: EditedBlend, early = true): Pictures | null {
  const thumbnails = useContext(ThumbnailsContext)
  if (thumbnails === null) throw new Error('a small picture of the studio is shown outside of it')
  const key = thumbnailKey(blend)
  useEffect(() => thumbnails.want(key, early), [thumbnails, key, early])
  return useSyncExternalStore(thumbnails.subscribe, () => thumbnails.pictureOf(key))
}
