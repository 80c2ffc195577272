// The parts of the game that the two networks play: what is said of each, where on the page more of it is, and which of them work right now.
import type { State } from '../app/store.ts'
import { CHARTS_SECTION, DATA_SECTION, LATENT_PANEL, PICTURES_SECTION, ROTATION_PANEL, SETTINGS_SECTION } from '../shared/focus.ts'

/** In the order in which one follows from the other. */
export const GAME_PARTS = ['noise', 'generator', 'fakes', 'reals', 'turns', 'discriminator', 'realness', 'rotation'] as const
export type GamePart = (typeof GAME_PARTS)[number]

interface PartWords {
  readonly title: string
  /** Two or three sentences. */
  readonly text: string
  /** The panel that shows more of it: its element, and its name on the button. */
  readonly panel: { readonly id: string; readonly name: string }
}

const ROTATION = { id: ROTATION_PANEL, name: 'Which way is up?' }
const CHARTS = { id: CHARTS_SECTION, name: 'Charts' }

export const PART_WORDS: Readonly<Record<GamePart, PartWords>> = {
  noise: {
    title: 'Noise',
    text: 'Noise is a list of random numbers. Every picture begins as one, its latent, which comes from a seed: the same seed gives the same numbers, and so the same picture. From A to B goes from the numbers of one picture to those of another.',
    panel: { id: LATENT_PANEL, name: 'From A to B' },
  },
  generator: {
    title: 'G, the generator',
    text: 'G turns the numbers into a picture. It never sees the real images: all that it knows of them it learns from what D says of its pictures. At first its pictures show nothing.',
    panel: { id: SETTINGS_SECTION, name: 'Settings' },
  },
  fakes: {
    title: 'Fakes',
    text: 'These are pictures that G draws. The wall shows 64 of them, always of the same seeds, so that you can watch each one change.',
    panel: { id: PICTURES_SECTION, name: 'Samples' },
  },
  reals: {
    title: 'Real images',
    text: 'These are the images to learn from. D sees some of them at every step. They stay in this tab.',
    panel: { id: DATA_SECTION, name: 'Data' },
  },
  turns: {
    title: 'Quarter turns',
    text: 'Some images, real ones and fakes, are also shown to D turned by 90, 180 and 270 degrees. Nobody has to label them: whoever turns an image knows by how much.',
    panel: ROTATION,
  },
  discriminator: {
    title: 'D, the discriminator',
    text: 'D looks at an image and answers two questions: is it real, and which way is it turned? To answer the second it has to learn what the images show, and it keeps that knowledge while G changes.',
    panel: CHARTS,
  },
  realness: {
    title: 'Real or fake?',
    text: 'The first answer of D is a number, the logit: above 0 it leans to real, below 0 to fake. D learns to give real images high numbers and fakes low ones; G learns to draw fakes that get high ones. That is the game.',
    panel: CHARTS,
  },
  rotation: {
    title: 'Which way up?',
    text: 'The second answer of D is one of four rotations; chance is right once in four. D learns it from the real images, and G learns to draw pictures whose rotation D can tell.',
    panel: ROTATION,
  },
}

/** What a score or the wall asks of G alone. */
const DRAWING: readonly GamePart[] = ['noise', 'generator', 'fakes']
/** What measuring the confused rotations asks of D alone. */
const TURNING: readonly GamePart[] = ['reals', 'turns', 'discriminator', 'rotation']

/** Left out of the game by settings that turn no images. */
const ROTATION_PARTS: ReadonlySet<GamePart> = new Set(['turns', 'rotation'])

export function isPlayed(part: GamePart, { run, settings }: Pick<State, 'run' | 'settings'>): boolean {
  return !ROTATION_PARTS.has(part) || (run.config ?? settings.config).rotatedShare > 0
}

/** The parts that work while the page waits for nothing else. */
export function litParts(state: Pick<State, 'run' | 'settings' | 'analyses'>): readonly GamePart[] {
  const { run, analyses } = state
  if (analyses.underWay?.analysis.kind === 'rotations' && run.waitsFor !== 'score') return TURNING
  if (run.state !== 'running') return []
  if (run.waitsFor === 'score') return DRAWING
  return run.waitsFor === null ? GAME_PARTS.filter((part) => isPlayed(part, state)) : []
}
