// A kept set is small pictures: other ones can only be made of its files. What to say where others are wanted.
import type { Preparation } from './config.ts'

/** What a set was made of, as its name tells: a set of several files is called by their number. */
export function originOf(name: string): 'zip' | 'files' | 'folder' {
  if (/\.zip$/i.test(name)) return 'zip'
  return /^\d+ files$/.test(name) ? 'files' : 'folder'
}

export function preparedOtherwise(
  name: string,
  was: Preparation,
  wanted: Preparation,
): { readonly message: string; readonly advice: string } {
  const otherSize = wanted.size !== was.size
  const how = otherSize ? `at ${was.size} px` : 'with other settings for images'
  const wish = otherSize ? `at ${wanted.size} px` : 'with these'
  return { message: `“${name}” was prepared ${how}.`, advice: `Choose its ${originOf(name)} again to prepare it ${wish}.` }
}
