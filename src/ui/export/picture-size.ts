// The side of the pictures that are taken away.
import type { State } from '../app/store.ts'

/** Pixels; before there is a run, those that the settings will give it. */
export function pictureSize({ run, samples, settings }: Pick<State, 'run' | 'samples' | 'settings'>): number {
  return run.config?.size ?? samples.grid?.pictures.size ?? settings.config.size
}
