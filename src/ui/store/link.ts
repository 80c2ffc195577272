// The settings and the built-in set of the page as a link. Files of the person's own are never part of it.
import type { RunLink } from '../../spec/url.ts'
import type { State } from './store.ts'

export function linkOf({ settings, data }: Pick<State, 'settings' | 'data'>): RunLink {
  const name = data.wanted?.kind === 'builtin' ? data.wanted.name : null
  return { preset: settings.preset, data: name, config: settings.config }
}
