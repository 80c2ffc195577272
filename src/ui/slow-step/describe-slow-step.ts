// What happens at each stage of a step in slow motion, as one sentence with the numbers of the step. The dialog shows one at a time, and all of them as a list.
import {
  type AnswersOfD,
  correctAnswers,
  correctRotations,
  countTrue,
  REAL_ABOVE,
  type SlowStep,
  sumOfTerms,
} from '../../spec/slow-step.ts'
import { countOf, formatCount, formatValue } from '../shared/format.ts'
import type { StageId } from './stages.ts'

/** @param images name of the set */
export function describeStage(stage: StageId, slow: SlowStep, images: string): string {
  switch (stage) {
    case 'real':
      return describeReal(slow, images)
    case 'turns':
      return describeTurns(slow)
    case 'noise':
      return `${formatCount(slow.fake.pictures.count)} lists of random numbers, each drawn here as a little square, go into the generator, G, and it makes a picture of each: these are the fakes.`
    case 'verdict':
      return describeVerdict(slow)
    case 'rotation':
      return describeRotation(slow)
    case 'losses':
      return describeLosses(slow)
    case 'discriminator':
      return describeUpdateOfD(slow)
    case 'generator':
      return describeUpdateOfG(slow)
    default:
      return stage satisfies never
  }
}

function describeReal({ real, batch, updatesOfD, augmented }: SlowStep, images: string): string {
  const shown = real.pictures.count
  const which = shown < batch ? `these are ${shown} of them` : 'here they are'
  const times = updatesOfD > 1 ? ` The discriminator, D, learns ${updatesOfD} times in this step; this is the last time.` : ''
  const changed = augmented ? ' They are moved, recoloured or have a hole, at random, so that they are not learnt by heart.' : ''
  return `It begins with ${formatCount(batch)} real images, drawn at random from ${images}; ${which}.${times}${changed}`
}

function describeTurns({ rotated }: SlowStep): string {
  if (!rotated) return 'Nothing is turned here: these settings leave the quarter turns out, which makes it a plain GAN.'
  const whose = new Set(rotated.of).size === 1 ? 'One of the real images, the last, is' : 'Some of the real images, here the last two, are'
  return `${whose} shown to the discriminator, D, four times: upright, and turned by 90, 180 and 270 degrees. Nobody has to label them, since we know how far we turned them.`
}

/** “6 of these 8 real images”, and the same of the fakes: about how many D is right. */
function describeCorrect({ loss }: SlowStep, answers: AnswersOfD): string {
  const { real, fake } = correctAnswers(loss, answers)
  if (REAL_ABOVE[loss] === null) return `finds ${countTrue(real)} of the ${real.length} real images more real than the fake below them`
  return `takes ${countTrue(real)} of these ${real.length} real images for real, and sees through ${countTrue(fake)} of the ${fake.length} fakes`
}

function describeVerdict(slow: SlowStep): string {
  if (!slow.adversarial) return 'Nobody asks whether an image is real: these settings leave that game out, and only the turns are learnt.'
  const compares = REAL_ABOVE[slow.loss] === null ? ' With this loss only comparing counts, so no number by itself means real or fake.' : ''
  return `D looks at both rows: it ${describeCorrect(slow, slow.before)}. Where it is wrong, the frame is thick.${compares}`
}

function describeRotation(slow: SlowStep): string {
  if (!slow.rotated) return 'D is not asked which way is up, since nothing is turned.'
  const right = countTrue(correctRotations(slow, slow.before))
  const total = slow.before.rotation.length
  return `Asked which way is up, D is right about ${right} of ${total}; by guessing it would be about ${total / 4}. The longest bar points to where D believes the top of the picture is, the dot to where it really is.`
}

function describeLosses({ losses }: SlowStep): string {
  const [d, g] = [sumOfTerms(losses.discriminator), sumOfTerms(losses.generator)].map(formatValue)
  return `What was wrong, over the whole batch, becomes one number for each network, its loss: ${d} for D and ${g} for G. Each network changes itself a little so that its own number would be smaller.`
}

function describeUpdateOfD(slow: SlowStep): string {
  const after = correctAnswers(slow.loss, slow.after)
  const before = correctAnswers(slow.loss, slow.before)
  const compares = REAL_ABOVE[slow.loss] === null
  const realOrFake = slow.adversarial
    ? [
        `${countTrue(after.real)} real images${compares ? ' above their fakes' : ''} (before ${countTrue(before.real)})`,
        ...(compares ? [] : [`${countTrue(after.fake)} fakes (before ${countTrue(before.fake)})`]),
      ]
    : []
  const [turnsAfter, turnsBefore] = [slow.after, slow.before].map((answers) => countTrue(correctRotations(slow, answers)))
  const turns = slow.rotated ? [`${turnsAfter} turns (before ${turnsBefore})`] : []
  return `D has changed a little, and is asked about the very same images again: now it is right about ${listOf([...realOrFake, ...turns])}. A single small step may also make it worse on some.`
}

function describeUpdateOfG({ generator, adversarial }: SlowStep): string {
  const { logits, logitsAfter } = generator
  const higher = countTrue(logits.map((logit, i) => (logitsAfter[i] as number) > logit))
  const glow =
    'Then it is G’s turn, with new random numbers. The brighter a pixel, the more a change of it would change G’s loss. G changes a little'
  if (!adversarial) return `${glow}, and makes the same pictures again, so that D can tell better which way is up.`
  return `${glow}, and draws the pictures of the same numbers again: D finds ${higher} of these ${countOf(logits.length, 'fake')} more real than before.`
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** What a part of a loss is about. */
const TERMS: Readonly<Record<string, string>> = {
  lossDAdversarial: 'Real or fake',
  lossDConditional: 'Real or fake, as its class',
  lossDRotation: 'Which way up',
  lossDClass: 'Which class',
  penaltyR1: 'Penalty for steep answers (R1)',
  lossGAdversarial: 'To be taken for real',
  lossGConditional: 'To be taken for real, as its class',
  lossGRotation: 'Turns that D can tell',
}

export function nameOfTerm(name: string): string {
  return TERMS[name] ?? name
}
