// A film that another part of the page asks “Take away” for, with all that it shows.
import type { FilmEdits } from '../../spec/films.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'

export type WantedFilm = { readonly seconds: number } & (
  | { readonly kind: 'path' }
  | { readonly kind: 'walk'; readonly stops: readonly SeedPoint[]; readonly edits: FilmEdits }
  | { readonly kind: 'noise-loop'; readonly point: SeedPoint; readonly radius: number; readonly edits: FilmEdits }
)
