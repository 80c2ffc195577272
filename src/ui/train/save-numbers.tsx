// The menu that saves the values of the charts. It is loaded after the page, with the library of the other menus.
import { lazyPart } from '../shared/lazy-part.tsx'

export const SaveNumbers = lazyPart(() => import('./save-numbers-menu.tsx').then(({ SaveNumbersMenu }) => SaveNumbersMenu))
