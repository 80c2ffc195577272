// How good the suggestions are, and accepting those that are sure.
import { useId } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { partSentence } from '../features/describe-analyses.ts'
import bar from '../shared/bar.module.css'
import { formatPercent } from '../shared/format.ts'
import { Slider } from '../shared/slider.tsx'
import text from '../shared/text.module.css'
import { labelsActions } from './actions.ts'
import { accuracySentence, gainSentence, WITHOUT_LABEL } from './describe-labels.ts'
import classes from './suggestion-figures.module.css'
import { useCounts } from './use-labelling.ts'

/** Of the confidence above which suggestions are accepted. */
const THRESHOLDS = { min: 0.5, max: 0.99, step: 0.01 }

export function SuggestionFigures() {
  const suggested = useStore(({ analyses }) => analyses.results.suggestions)
  const underWay = useStore(({ analyses }) => analyses.underWay?.analysis.kind === 'suggestions')
  const { ofClasses } = useCounts()
  const count = useStore(({ data }) => data.opened?.summary.count ?? 0)
  if (suggested?.analysis.kind !== 'suggestions') {
    const ready = ofClasses.filter((own) => own > 0).length >= 2
    return (
      <div className={classes.figures}>
        <p className={text.soft}>
          {ready
            ? 'A classifier learns from your labels and suggests the others.'
            : 'Once two classes have an image each, a classifier suggests the others and asks about those it is unsure of.'}
        </p>
        {ready && !underWay && <ActionButton action={labelsActions.suggestAgain} small />}
      </div>
    )
  }
  const gain = gainSentence(suggested.result, suggested.analysis.labelled.names)
  return (
    <div className={classes.figures} data-testid="suggestion-figures">
      <p>
        {accuracySentence(suggested.result)} {gain}
      </p>
      <Accept />
      <p className={text.soft}>
        {WITHOUT_LABEL} {partSentence(count)}
      </p>
    </div>
  )
}

function Accept() {
  const id = useId()
  const actions = useActions()
  const threshold = useStore(({ labels }) => labels.threshold)
  return (
    <div className={bar.bar}>
      <ActionButton action={labelsActions.acceptAll} kind="primary" />
      <label className={classes.threshold} htmlFor={id}>
        <span className={text.soft}>Sure from {formatPercent(threshold)}</span>
        <Slider
          label="Sure from"
          {...THRESHOLDS}
          value={threshold}
          valueText={formatPercent(threshold)}
          onChange={(value) => actions.chooseThreshold(value)}
        />
      </label>
    </div>
  )
}
