// A film to take away: what it shows, how it is encoded, and a preview that is drawn by the run.
import { useEffect } from 'react'
import {
  cellsOf,
  checkFilm,
  estimateFilmBytes,
  type Film,
  type FilmPlan,
  filmSize,
  isLoop,
  planFilm,
  tooFewSteps,
} from '../../spec/films.ts'
import { formatBytes } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { useStudioPath } from '../studio/path/studio-films.ts'
import { exportActions } from './actions.ts'
import type { FilmForm } from './film-choices.ts'
import { filmOf, longerInStudio, settingsOf, withOfferedFormat } from './film-form.ts'
import { FilmPreview } from './film-preview.tsx'
import { FilmSettingsFields } from './film-settings.tsx'
import { FilmWay } from './film-way.tsx'
import form from './form.module.css'
import { pictureSize } from './picture-size.ts'
import type { FormProps } from './take-away-state.ts'

export function FilmSection({ form: wanted, change }: FormProps<FilmForm>) {
  const offers = useStore(({ files }) => files.offers)
  const props = { form: withOfferedFormat(wanted, offers), change }
  const size = useStore(pictureSize)
  const film = filmOf(props.form, useStudioPath())
  const plan = planFilm(film, settingsOf(props.form, film, size), size)
  useOffers(plan)
  const problem = useFilmProblem(film, plan)
  const target = { label: 'Make the film', request: { kind: 'film', film, settings: plan.settings }, problem } as const
  return (
    <div className={form.three}>
      <div className={form.form}>
        <FilmWay {...props} />
      </div>
      <FilmPreview film={film} problem={problem !== null} seconds={plan.settings.seconds} smooth={plan.settings.smooth} />
      <div className={form.form}>
        <FilmSettingsFields {...props} film={film} plan={plan} />
        {problem ? <p className={form.problem}>{problem}</p> : <p className={text.soft}>{describePlan(film, plan)}</p>}
        <div>
          <ActionButton action={exportActions.makeFile} target={target} kind="primary" />
        </div>
      </div>
    </div>
  )
}

/** Asks the browser what it can encode at this size. */
function useOffers(plan: FilmPlan): void {
  const { askFormats } = useActions()
  const key = JSON.stringify(plan)
  useEffect(() => askFormats(JSON.parse(key) as FilmPlan), [askFormats, key])
}

function useFilmProblem(film: Film, plan: FilmPlan): string | null {
  const kept = useStore(({ timeline }) => timeline.snapshots.length)
  if (cellsOf(film) === 0) return 'Choose at least one sample.'
  if (film.kind === 'snapshots' && kept < 2) return tooFewSteps(kept)
  return checkFilm(film, plan)
}

function describePlan(film: Film, plan: FilmPlan): string {
  const { width, height } = filmSize(plan)
  const loop = isLoop(film) ? ' It loops without a seam.' : ''
  const bytes = formatBytes(estimateFilmBytes(plan))
  const longer = longerInStudio(film)
  return `${formatCount(plan.frames)} frames of ${width} × ${height} pixels, about ${bytes}.${loop}${longer ? ` ${longer}` : ''}`
}
