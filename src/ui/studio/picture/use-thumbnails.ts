// The small pictures of the studio in components.
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Blend, EditedBlend } from '../../../spec/blends.ts'
import type { Pictures } from '../../../spec/image-block.ts'
import { shownEdits } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
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

type Edits = Omit<EditedBlend, 'blend'>

export const EditsContext = createContext<Edits>({})

/** The picture of a blend with what the studio changes of every picture (EditsContext), as the large one has it. The last one stays until it is drawn. */
export function useEditedThumbnail(blend: Blend, early = true): Pictures | null {
  const pictures = useThumbnail({ blend, ...useContext(EditsContext) }, early)
  const [last, setLast] = useState(pictures)
  if (pictures !== null && pictures !== last) setLast(pictures)
  return pictures ?? last
}

const SETTLED_AFTER = 200

/** The edits of the studio once they have not changed for a moment: a slider that is dragged does not have all small pictures drawn at each place. */
export function useSettledEdits(): Edits {
  const key = useStudio((state) => JSON.stringify(shownEdits(state)))
  const [settled, setSettled] = useState(key)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), SETTLED_AFTER)
    return () => clearTimeout(timer)
  }, [key])
  return useMemo((): Edits => JSON.parse(settled), [settled])
}
