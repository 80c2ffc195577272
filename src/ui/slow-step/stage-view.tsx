// The pictures of one stage of a step in slow motion.
import { correctAnswers, correctRotations, REAL_ABOVE, type SlowStep } from '../../spec/slow-step.ts'
import text from '../shared/text.module.css'
import { AnswerRow } from './answer-row.tsx'
import { Dial } from './dial.tsx'
import { GradientPictures } from './gradient-pictures.tsx'
import { LossBars } from './loss-bars.tsx'
import { PictureRow } from './picture-row.tsx'
import { scaleOf } from './scale.ts'
import type { StageId } from './stages.ts'

interface StageProps {
  readonly slow: SlowStep
}

export function StageView({ stage, slow }: StageProps & { stage: StageId }) {
  switch (stage) {
    case 'real':
      return <PictureRow title="Real images" kind="real image" pictures={slow.real.pictures} classNames={slow.real.classes} />
    case 'turns':
      return <Turns slow={slow} />
    case 'noise':
      return <Noise slow={slow} />
    case 'verdict':
      return slow.adversarial ? <Verdict slow={slow} /> : <Plain slow={slow} />
    case 'rotation':
      return <Rotation slow={slow} />
    case 'losses':
      return <LossBars losses={slow.losses} />
    case 'discriminator':
      return <UpdateOfD slow={slow} />
    case 'generator':
      return <GradientPictures slow={slow} />
    default:
      return stage satisfies never
  }
}

function Turns({ slow: { rotated, real } }: StageProps) {
  if (!rotated) return <PictureRow title="Real images, none turned" kind="real image" pictures={real.pictures} />
  return (
    <PictureRow
      title="Turned copies"
      kind="image"
      pictures={rotated.pictures}
      label={(i) => (rotated.turns[i] === 0 ? 'upright' : `turned ${90 * (rotated.turns[i] as number)}°`)}
    />
  )
}

function Noise({ slow }: StageProps) {
  return (
    <>
      <PictureRow title="Random numbers" kind="list" pictures={slow.noise} label={() => '↓ G'} />
      <PictureRow title="Fakes" kind="fake" pictures={slow.fake.pictures} classNames={slow.fake.classes} />
    </>
  )
}

/** Where nobody asks whether they are real. */
function Plain({ slow }: StageProps) {
  return (
    <>
      <PictureRow title="Real images" kind="real image" pictures={slow.real.pictures} />
      <PictureRow title="Fakes" kind="fake" pictures={slow.fake.pictures} />
    </>
  )
}

/** What the bars say. */
function BarKey({ slow: { loss } }: StageProps) {
  const ends = REAL_ABOVE[loss] === null ? 'To the left: less real, to the right: more real' : 'To the left: “fake”, to the right: “real”'
  return <p className={text.soft}>{ends}, and the longer the bar, the surer D is. The number is how sure: D’s logit.</p>
}

function Verdict({ slow }: StageProps) {
  const right = correctAnswers(slow.loss, slow.before)
  const scale = scaleOf(slow)
  return (
    <>
      <AnswerRow title="Real images" kind="real image" shown={slow.real} logits={[slow.before.real]} right={[right.real]} scale={scale} />
      <AnswerRow title="Fakes" kind="fake" shown={slow.fake} logits={[slow.before.fake]} right={[right.fake]} scale={scale} />
      <BarKey slow={slow} />
    </>
  )
}

function Rotation({ slow }: StageProps) {
  if (!slow.rotated) return <PictureRow title="Real images, none turned" kind="real image" pictures={slow.real.pictures} />
  return <Dials slow={slow} answers={[slow.before]} />
}

function Dials({ slow, answers }: StageProps & { readonly answers: readonly SlowStep['before'][] }) {
  const { rotated } = slow
  if (!rotated) return null
  const right = answers.map((each) => correctRotations(slow, each))
  return (
    <PictureRow
      title={answers.length === 1 ? 'Turned copies' : 'Turned copies, before and after'}
      kind="image"
      pictures={rotated.pictures}
      wrong={(i) => right.at(-1)?.[i] === false}
      below={(i) =>
        answers.map(({ rotation }, k) => (
          <Dial
            key={k === 0 ? 'before' : 'after'}
            when={answers.length === 1 ? null : k === 0 ? 'before' : 'after'}
            guess={rotation[i] ?? [0, 0, 0, 0]}
            truth={rotated.turns[i] ?? 0}
          />
        ))
      }
    />
  )
}

function UpdateOfD({ slow }: StageProps) {
  const [before, after] = [correctAnswers(slow.loss, slow.before), correctAnswers(slow.loss, slow.after)]
  const scale = scaleOf(slow)
  return (
    <>
      {slow.adversarial && (
        <>
          <AnswerRow
            title="Real images, before and after"
            kind="real image"
            shown={slow.real}
            logits={[slow.before.real, slow.after.real]}
            right={[before.real, after.real]}
            scale={scale}
          />
          <AnswerRow
            title="Fakes, before and after"
            kind="fake"
            shown={slow.fake}
            logits={[slow.before.fake, slow.after.fake]}
            right={[before.fake, after.fake]}
            scale={scale}
          />
        </>
      )}
      <Dials slow={slow} answers={[slow.before, slow.after]} />
      <p className={text.soft}>The upper bar or dial is from before, the lower one from after. A thick frame: wrong after.</p>
    </>
  )
}
