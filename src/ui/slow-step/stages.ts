// The eight stages of one step in slow motion, in the order in which they happen, and what each lights in the drawing of the game.
import type { GamePart } from '../game/game-parts.ts'

export type StageId = 'real' | 'turns' | 'noise' | 'verdict' | 'rotation' | 'losses' | 'discriminator' | 'generator'

export interface Stage {
  readonly id: StageId
  readonly title: string
  readonly lit: readonly GamePart[]
}

export const STAGES: readonly Stage[] = [
  { id: 'real', title: 'Real images', lit: ['reals'] },
  { id: 'turns', title: 'Turned copies', lit: ['reals', 'turns'] },
  { id: 'noise', title: 'Noise becomes fakes', lit: ['noise', 'generator', 'fakes'] },
  { id: 'verdict', title: 'Real or fake?', lit: ['reals', 'fakes', 'discriminator', 'realness'] },
  { id: 'rotation', title: 'Which way up?', lit: ['turns', 'discriminator', 'rotation'] },
  { id: 'losses', title: 'The losses', lit: ['realness', 'rotation'] },
  { id: 'discriminator', title: 'D learns', lit: ['discriminator', 'realness', 'rotation'] },
  { id: 'generator', title: 'G learns', lit: ['generator', 'fakes'] },
]

/** How long a stage stays while the step is playing. */
export const STAGE_SECONDS = 1.2
