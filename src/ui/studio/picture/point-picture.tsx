// The small picture of a point: a corner, a star, a key of the path.
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { Picture } from '../../shared/picture.tsx'
import { useThumbnail } from './use-thumbnails.ts'

/** Has no accessible name: what is around it says which it is. */
export function PointPicture({ point }: { readonly point: LatentPoint }) {
  return <Picture pictures={useThumbnail({ blend: { kind: 'point', point } })} index={0} />
}
