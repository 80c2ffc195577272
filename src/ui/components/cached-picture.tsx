// The picture of an image of the open set, once it is here. Who shows it asks for it.
import { useSyncExternalStore } from 'react'
import { PAGE } from '../images/page-cache.ts'
import { useSession } from '../session/session-context.ts'
import { Picture } from './picture.tsx'

export function CachedPicture({ image }: { image: number }) {
  const { images } = useSession()
  const pictures = useSyncExternalStore(images.subscribe, () => images.picturesOf(image))
  return <Picture pictures={pictures} index={image % PAGE} />
}
