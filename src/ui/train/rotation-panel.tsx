// “Which way is up?”: real images in all four rotations, and the rotation that the discriminator predicts for each.

import type { RotationPanel as Panels } from '../../spec/report.ts'
import { useStore } from '../app/store.ts'
import { shownSnapshot } from '../samples/timeline-slice.ts'
import { shownPanel } from '../samples/timeline-view.ts'
import { ROTATION_PANEL } from '../shared/focus.ts'
import { formatCount } from '../shared/format.ts'
import { CheckIcon, CrossIcon, RotationArrow } from '../shared/icons.tsx'
import message from '../shared/message.module.css'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { Panel } from '../shared/panel.tsx'
import { Picture } from '../shared/picture.tsx'
import { Terms } from '../terms/terms-in-text.tsx'
import { RotationConfusion } from './rotation-confusion.tsx'
import classes from './rotation-panel.module.css'
import { ROTATIONS } from './rotations.ts'
import { isExample, runExists } from './run-slice.ts'

export function RotationPanel() {
  const panel = useStore(shownPanel)
  const example = useStore(({ run }) => isExample(run))
  const earlier = useStore(({ timeline }) => shownSnapshot(timeline) !== null)
  const unused = useStore(({ settings }) => settings.config.rotatedShare === 0)
  return (
    <Panel
      title="Which way is up?"
      aside={panel && <span>step {formatCount(panel.step)}</span>}
      id={ROTATION_PANEL}
      testId="rotation-panel"
    >
      <p className={classes.help}>
        <Terms mark={{ discriminator: 'discriminator', 'self-supervision': 'no labels' }}>
          {`${example ? 'The' : 'Your'} images are turned by quarter turns, and the discriminator (D) says by how much. That takes no labels, and it makes D learn what the pictures show.`}
        </Terms>
      </p>
      {panel ? <Table panel={panel} /> : earlier ? <NotOfThisStep /> : unused ? <Unused /> : <Preview />}
      {!unused && <RotationConfusion />}
    </Panel>
  )
}

/** Of an early snapshot only the wall may be kept. */
function NotOfThisStep() {
  return <p className={`${message.empty} ${classes.empty}`}>The rotations of this step are not kept, only its samples.</p>
}

function Unused() {
  return (
    <p className={`${message.empty} ${classes.empty}`}>
      These settings turn no images: it is a plain GAN. Set the rotated share above 0 to have them turned.
    </p>
  )
}

/** Before the first predictions: one image in all four rotations. */
function Preview() {
  const preview = useStore(({ data }) => data.opened?.summary.preview ?? null)
  const when = useStore(({ run }) => (runExists(run.state) ? 'With the first step' : 'Press Train:'))
  return (
    <div className={`${message.empty} ${classes.empty}`}>
      <div className={classes.preview} aria-hidden="true">
        {ROTATIONS.map((turn) => (
          <span key={turn} data-turn={turn}>
            <Picture pictures={preview} index={0} />
          </span>
        ))}
      </div>
      <p>
        <NetworkLetters>{`${when} a few of your images appear here in all four rotations, each with what D predicts.`}</NetworkLetters>
      </p>
    </div>
  )
}

function Table({ panel }: { panel: Panels }) {
  const rows = Array.from({ length: Math.floor(panel.pictures.count / ROTATIONS.length) }, (_, image) => image)
  return (
    <div className={classes.cards}>
      <p className={classes.tally}>
        <b>{countCorrect(panel)}</b> of {panel.probabilities.length} rotations correct (chance:{' '}
        {panel.probabilities.length / ROTATIONS.length}).
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {ROTATIONS.map((turn) => (
              <th key={turn} scope="col">
                <span className={classes.turned}>turned </span>
                {90 * turn}°
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((image) => (
            <tr key={image}>
              <th scope="row">
                <span className="visually-hidden">Image {image + 1}</span>
              </th>
              {ROTATIONS.map((turn) => (
                <td key={turn}>
                  <Guess panel={panel} image={image} turn={turn} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function guessOf(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities))
}

function countCorrect({ probabilities }: Panels): number {
  return probabilities.filter((each, index) => guessOf(each) === index % ROTATIONS.length).length
}

function Guess({ panel, image, turn }: { panel: Panels; image: number; turn: number }) {
  const index = ROTATIONS.length * image + turn
  const probabilities = panel.probabilities[index] ?? [0, 0, 0, 0]
  const guess = guessOf(probabilities)
  const right = guess === turn
  const confidence = Math.round(100 * (probabilities[guess] ?? 0))
  return (
    <div className={classes.guess} data-right={right}>
      <Picture pictures={panel.pictures} index={index} />
      <p className={classes.answer}>
        <RotationArrow turn={guess} />
        <span className="visually-hidden">Guess: </span>
        {90 * guess}°
        <span className={classes.correctness}>
          {right ? <CheckIcon /> : <CrossIcon />}
          <span className={classes.word}>{right ? 'right' : 'wrong'}</span>
        </span>
      </p>
      <div className={classes.confidence}>
        <span className={classes.bar} aria-hidden="true">
          <span style={{ width: `${confidence}%` }} />
        </span>
        <span className={classes.percent}>
          {confidence} %<span className="visually-hidden"> sure</span>
        </span>
      </div>
    </div>
  )
}
