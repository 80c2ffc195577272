// Saves pictures as one PNG. The menu is loaded with the first pictures there are.
import { lazyPart } from '../shared/lazy-part.tsx'

export const SavePictures = lazyPart(() => import('./save-menu.tsx').then(({ SaveMenu }) => SaveMenu))
