// Labelling one by one: the image that is asked about, and the suggestions in three strips.
import { useEffect } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { useImageName, useWanted } from '../data/use-images.ts'
import { AnalysisProblem } from '../features/analysis-status.tsx'
import bar from '../shared/bar.module.css'
import { formatPercent } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { labelsActions } from './actions.ts'
import { LabelChoice } from './label-choice.tsx'
import classes from './one-tab.module.css'
import parts from './parts.module.css'
import { labelOf } from './session.ts'
import { StripList } from './strip-list.tsx'
import type { Suggestion } from './strips.ts'
import { SuggestionFigures } from './suggestion-figures.tsx'
import { useCounts, useQuestions, useSession, useStrips } from './use-labelling.ts'

const KEYS = 'Digits label it, 0 skips, Backspace undoes, arrows go along the strip.'

export function OneTab() {
  const actions = useActions()
  const { focus } = useSession()
  const questions = useQuestions()
  const next = questions[0] ?? null
  // The image stays until it is answered, though the order of the others changes with every answer.
  useEffect(() => {
    if (focus === null && next !== null) actions.askAbout(next)
  }, [actions, focus, next])
  const asked = focus ?? next
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={parts.scroll} tabIndex={0} aria-label="One by one" data-testid="one-by-one">
      {asked === null ? <NothingLeft /> : <Question image={asked} />}
      <AnalysisProblem kind="suggestions" />
      <SuggestionFigures />
      <StripList asked={asked} />
    </section>
  )
}

function NothingLeft() {
  const { unlabelled } = useCounts()
  return (
    <p className={classes.left}>
      <b>{unlabelled === 0 ? 'Every image has a label.' : 'No image is left to ask about.'}</b>{' '}
      <span className={text.soft}>They can still be changed under “All images”.</span>
    </p>
  )
}

function Question({ image }: { image: number }) {
  const { labels } = useSession()
  const suggestion = useSuggestion(image)
  const name = useImageName(image)
  const label = labelOf(labels, image)
  useWanted('label-question', [image])
  return (
    <div className={classes.question} data-testid="question">
      <div className={classes.asked} role="img" aria-label={name}>
        <CachedPicture image={image} />
      </div>
      <div className={classes.answer}>
        <h3>What is this?</h3>
        <p className={text.soft}>{describe(name, label, suggestion)}</p>
        <LabelChoice
          what="this image"
          action={labelsActions.answer}
          targetOf={(chosen) => chosen}
          placeholder="Something new…"
          marked={label ?? suggestion?.name ?? null}
        />
        <div className={bar.bar}>
          <ActionButton action={labelsActions.answer} target={null} label={label === null ? 'Skip' : `Leave it “${label}”`} small />
          <ActionButton action={labelsActions.undo} label="Undo" small />
          <span className={`${text.soft} ${text.keys}`}>{KEYS}</span>
        </div>
      </div>
    </div>
  )
}

function describe(name: string, label: string | null, suggestion: Suggestion | null): string {
  const known = label === null ? `${name}.` : `${name}, labelled “${label}”.`
  if (suggestion === null) return known
  return `${known} ${label === suggestion.name ? 'So says the classifier' : `The classifier suggests “${suggestion.name}”`}, ${formatPercent(suggestion.confidence)} sure.`
}

/** Of an image in one of the strips. */
function useSuggestion(image: number): Suggestion | null {
  const { sure, unsure, mislabelled } = useStrips()
  const suggested = useStore(({ analyses }) => analyses.results.suggestions)
  if (!suggested) return null
  return [unsure, mislabelled, sure].flatMap((strip) => strip.filter((each) => each.image === image))[0] ?? null
}
