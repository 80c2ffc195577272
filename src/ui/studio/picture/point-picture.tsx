// The small picture of a point: as it is (a star), or with what the studio changes of every picture (a corner, a key of the path).
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { Picture } from '../../shared/picture.tsx'
import { useEditedThumbnail, useThumbnail } from './use-thumbnails.ts'

/** Has no accessible name: what is around it says which it is. */
export function PointPicture({ point }: { readonly point: LatentPoint }) {
  return <Picture pictures={useThumbnail({ blend: { kind: 'point', point } })} index={0} />
}

/** With the variety and the directions of the studio; it has no accessible name either. */
export function EditedPointPicture({ point }: { readonly point: LatentPoint }) {
  return <Picture pictures={useEditedThumbnail({ kind: 'point', point })} index={0} />
}
