// Leads to “Take away” with what the tool plays as a film.
import { ActionButton } from '../../app/action-button.tsx'
import { exportActions } from '../../export/actions.ts'
import type { WantedFilm } from '../../export/wanted-film.ts'
import type { StudioState } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'

const OF_TWO = 'A film is drawn by one generator: end the mix first.'

interface TakeFilmButtonProps {
  readonly filmOf: (state: StudioState) => WantedFilm
}

export function TakeFilmButton({ filmOf }: TakeFilmButtonProps) {
  const state = useStudio((each) => each)
  const target = { film: filmOf(state), snapshot: state.snapshot, problem: state.mix ? OF_TWO : null }
  return <ActionButton action={exportActions.takeAwayFilm} target={target} />
}
