// The menu that saves pictures as one PNG, loaded when the first pictures are shown.
import { lazyPart } from '../shared/lazy-part.tsx'

export const SavePictures = lazyPart(() => import('./save-menu.tsx').then(({ SaveMenu }) => SaveMenu))
