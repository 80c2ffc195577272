// Confusion matrix of the rotation head on held-out images, and its most confident mistakes.

import type { CSSProperties } from 'react'
import type { RotationConfusion as Confusion } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { networkBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { analysisActions } from '../features/actions.ts'
import { AnalysisWait } from '../features/analysis-status.tsx'
import { wordsOf } from '../features/describe-analyses.ts'
import { formatCount, formatPercent } from '../shared/format.ts'
import { RotationArrow } from '../shared/icons.tsx'
import message from '../shared/message.module.css'
import { aboutLeft } from '../shared/pace.ts'
import { Picture } from '../shared/picture.tsx'
import { WorkStatus } from '../shared/work-status.tsx'
import { Terms } from '../terms/terms-in-text.tsx'
import classes from './rotation-confusion.module.css'
import { describeConfusion, ROTATIONS, rowShares } from './rotations.ts'

export function RotationConfusion() {
  const blocked = useStore(networkBlocker)
  const asked = useStore(({ analyses }) => analyses.underWay?.analysis.kind === 'rotations')
  const problem = useStore(({ analyses }) => (analyses.problem?.kind === 'rotations' ? analyses.problem.sentence : null))
  const analysed = useStore(({ analyses }) => analyses.results.rotations)
  return (
    <div className={classes.confusion}>
      <ActionButton action={analysisActions.confuseRotations} className={classes.ask} />
      {blocked === null && !asked && <AnalysisWait kind="rotations" />}
      {asked && <Progress />}
      {problem && (
        <p className={message.warning} data-testid="rotation-problem">
          {problem}
        </p>
      )}
      {analysed && (
        <div className={classes.result} data-testid="rotation-confusion" data-step={analysed.step}>
          <p className={classes.soft}>
            <Terms mark={{ 'rotation-accuracy': 'Rotation accuracy' }}>{describeConfusion(analysed.result, analysed.step)}</Terms>
          </p>
          <Matrix matrix={analysed.result.matrix} />
          <Mistakes confusion={analysed.result} />
        </div>
      )}
    </div>
  )
}

function Progress() {
  const underWay = useStore(({ analyses }) => analyses.underWay)
  const words = useStore(wordsOf)
  if (underWay === null) return null
  return (
    <WorkStatus
      label="Measuring which rotations are confused"
      share={underWay.share}
      cancel={<ActionButton action={analysisActions.cancel} kind="quiet" />}
      testId="confusion-progress"
    >
      {[`${words}… ${formatPercent(underWay.share)}`, aboutLeft(underWay.left)].filter(Boolean).join(', ')}
    </WorkStatus>
  )
}

function Matrix({ matrix }: Pick<Confusion, 'matrix'>) {
  return (
    <table className={classes.matrix}>
      <caption>Rows are the true rotations, columns the predicted ones: share of the row, and count.</caption>
      <thead>
        <tr>
          <td />
          {ROTATIONS.map((turn) => (
            <th key={turn} scope="col">
              <span className={classes.word}>predicted </span>
              {90 * turn}°
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROTATIONS.map((turn) => (
          <tr key={turn}>
            <th scope="row">
              <span className={classes.word}>true </span>
              {90 * turn}°
            </th>
            {rowShares(matrix[turn]).map((share, predicted) => (
              <td
                key={predicted}
                className={classes.cell}
                data-right={predicted === turn}
                style={{ '--share': `${100 * (share ?? 0)}%` } as CSSProperties}
              >
                <b>{formatPercent(share)}</b>
                <span>{formatCount(matrix[turn]?.[predicted] ?? 0)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Mistakes({ confusion: { mistakes, pictures } }: { confusion: Confusion }) {
  if (mistakes.length === 0) return <p className={classes.soft}>No rotation was confused with another.</p>
  return (
    <>
      <h3 className={classes.heading}>The most confident mistakes</h3>
      <ul className={classes.mistakes}>
        {mistakes.map(({ image, turn, predicted, confidence }, index) => (
          <li key={`${image} ${turn}`}>
            <Picture pictures={pictures} index={index} />
            <p className={classes.caption}>
              <span>
                <span className="visually-hidden">Image {formatCount(image + 1)}, </span>
                true {90 * turn}° <RotationArrow turn={turn} />
              </span>
              <span className={classes.predicted}>
                predicted {90 * predicted}° <RotationArrow turn={predicted} />
              </span>
              <span className={classes.confidence}>{formatPercent(confidence)} sure</span>
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
