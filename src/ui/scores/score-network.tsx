// The feature network of the scores: the included one, or one from the person's own files.

import { useId, useRef, useState } from 'react'
import { PIXEL_RANGES, type PixelRange } from '../../spec/scores.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useAsk } from '../app/question.tsx'
import { useStore } from '../app/store.ts'
import { fromInput } from '../data/collect-files.ts'
import message from '../shared/message.module.css'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { scoreActions } from './actions.ts'
import classes from './scores-panel.module.css'
import { SHIPPED_NETWORK } from './scores-slice.ts'

const RANGES = (Object.keys(PIXEL_RANGES) as PixelRange[]).map((value) => ({ value, label: PIXEL_RANGES[value].label }))

export function ScoreNetwork() {
  const ask = useAsk()
  const network = useStore((state) => state.scores.network)
  const problem = useStore((state) => state.scores.networkProblem)
  const [range, setRange] = useState<PixelRange>('minus-one-one')
  const files = useRef<HTMLInputElement>(null)
  const why = useId()

  async function chooseFiles(input: HTMLInputElement) {
    if (input.files === null || input.files.length === 0) return
    const source = await fromInput(input.files)
    input.value = '' // the same files can be chosen again
    ask(scoreActions.chooseNetwork, { name: nameOf(source.files.map(({ path }) => path)), files: source.files, range })
  }

  return (
    <details className={classes.network} data-testid="score-network">
      <summary className={classes.networkTitle}>Another feature network</summary>
      <p className={text.pretty} id={why}>
        A TensorFlow.js graph model that turns square colour images into feature vectors: choose model.json and all its .bin files. Scores
        carry its name, and earlier ones are dropped, since they are not comparable.
      </p>
      <div className={classes.range}>
        <span aria-hidden="true">Pixels from</span>
        <Segmented label="Range of the pixels it takes" options={RANGES} value={range} onChange={setRange} describedBy={why} />
      </div>
      <div className={classes.networkButtons}>
        <ActionButton action={scoreActions.chooseNetworkFiles} target={files} />
        {network !== SHIPPED_NETWORK && <ActionButton action={scoreActions.chooseNetwork} target={null} />}
      </div>
      <input
        ref={files}
        type="file"
        accept=".json,.bin"
        multiple
        hidden
        aria-label="Files of a feature network"
        data-testid="network-input"
        onChange={(event) => chooseFiles(event.currentTarget)}
      />
      {problem && (
        <p className={message.warning} role="alert" data-testid="network-problem">
          {problem}
        </p>
      )}
    </details>
  )
}

/** The name of its JSON file; for “model.json” the folder's name, if there is one. */
function nameOf(paths: readonly string[]): string {
  const parts = (paths.find((path) => path.endsWith('.json')) ?? paths[0] ?? 'own network').replace(/\.json$/, '').split('/')
  return (parts.at(-1) === 'model' ? parts.at(-2) : undefined) ?? parts.at(-1) ?? 'own network'
}
