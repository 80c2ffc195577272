// The small picture of a star.
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { Picture } from '../../shared/picture.tsx'
import { useThumbnail } from '../pad/use-thumbnails.ts'

/** Has no accessible name: what is around it says which it is. */
export function KeyPicture({ point }: { readonly point: LatentPoint }) {
  return <Picture pictures={useThumbnail({ blend: { kind: 'point', point } })} index={0} />
}
