// The picture and the name of an image of the open set, once loaded. The view that shows them requests them (useWanted).
import { useSyncExternalStore } from 'react'
import { useImageCache } from '../app/page-context.ts'
import { Picture } from '../shared/picture.tsx'
import { PAGE } from './page-cache.ts'
import { useImageName } from './use-images.ts'

export function CachedPicture({ image }: { image: number }) {
  const images = useImageCache()
  const pictures = useSyncExternalStore(images.subscribe, () => images.picturesOf(image))
  return <Picture pictures={pictures} index={image % PAGE} />
}

export function ImageName({ image }: { image: number }) {
  return useImageName(image)
}
