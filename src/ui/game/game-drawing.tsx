// The game as a drawing: noise becomes a fake by G; real images and fakes, as they are and turned, go to D, which says whether they are real and which way is up.
import { useStore } from '../app/store.ts'
import { shownPanel } from '../samples/timeline-view.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import classes from './game.module.css'
import type { GamePart } from './game-parts.ts'
import {
  describeGuesses,
  describeLogits,
  FakesMiniature,
  meanLogits,
  NetworkMiniature,
  NoiseMiniature,
  RealnessMiniature,
  RealsMiniature,
  RotationMiniature,
  TurnsMiniature,
} from './miniatures.tsx'
import { PartButton } from './part-button.tsx'

/** Which way the arrows point in the wide drawing; in the narrow one all point down. */
const ARROWS = {
  'noise-generator': 'right',
  'generator-fakes': 'right',
  'fakes-turns': 'down',
  'reals-turns': 'up',
  'fakes-discriminator': 'right',
  'turns-discriminator': 'right',
  'reals-discriminator': 'right',
  'discriminator-realness': 'right',
  'discriminator-rotation': 'right',
} as const satisfies Record<string, 'right' | 'down' | 'up'>

const ARROW_NAMES = Object.keys(ARROWS) as (keyof typeof ARROWS)[]

interface GameDrawingProps {
  /** The parts that are at work. */
  readonly lit: readonly GamePart[]
  /** Whether it shows what D answered last in the run. */
  readonly answers?: boolean
}

export function GameDrawing({ lit, answers = true }: GameDrawingProps) {
  const is = (part: GamePart) => ({ part, lit: lit.includes(part) })
  const logits = useStore((state) => (answers ? describeLogits(meanLogits(state)) : null))
  const guesses = useStore((state) => (answers ? describeGuesses(shownPanel(state)) : null))
  return (
    <fieldset className={classes.frame} aria-label="The game of the two networks" data-testid="game-drawing">
      <p className="visually-hidden">{IN_WORDS}</p>
      <div className={classes.drawing}>
        <PartButton {...is('noise')}>
          <NoiseMiniature />
        </PartButton>
        <PartButton {...is('generator')}>
          <NetworkMiniature network="G" />
        </PartButton>
        <PartButton {...is('fakes')}>
          <FakesMiniature />
        </PartButton>
        <PartButton {...is('reals')}>
          <RealsMiniature />
        </PartButton>
        <PartButton {...is('turns')}>
          <TurnsMiniature />
        </PartButton>
        <PartButton {...is('discriminator')}>
          <NetworkMiniature network="D" />
        </PartButton>
        <PartButton {...is('realness')} figure={logits}>
          {answers && <RealnessMiniature />}
        </PartButton>
        <PartButton {...is('rotation')} figure={guesses}>
          {answers && <RotationMiniature />}
        </PartButton>
        {ARROW_NAMES.map((name) => (
          <Arrow key={name} name={name} lit={isLit(name, lit)} />
        ))}
        <span className={classes.feedback} data-lit={lit.includes('generator') && lit.includes('discriminator')} aria-hidden="true" />
        <p className={classes.lesson} aria-hidden="true">
          <NetworkLetters>what D says teaches G</NetworkLetters>
        </p>
      </div>
    </fieldset>
  )
}

const IN_WORDS =
  'Noise goes into G, which makes fakes of it. Real images and fakes go into D as they are, and some of them also turned. D answers two ' +
  'questions: real or fake, and which way up. What it answers about the fakes teaches G. Each part is a button that explains it.'

/** An arrow is lit together with the parts at both of its ends. */
function isLit(name: keyof typeof ARROWS, lit: readonly GamePart[]): boolean {
  return name.split('-').every((part) => lit.some((each) => each === part))
}

function Arrow({ name, lit }: { name: keyof typeof ARROWS; lit: boolean }) {
  return (
    <span className={classes.arrow} data-arrow={name} data-points={ARROWS[name]} data-lit={lit} aria-hidden="true">
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M2.5 1.5 9 6l-6.5 4.5" />
      </svg>
    </span>
  )
}
