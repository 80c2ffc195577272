// G's update: its fakes, where a change of a pixel would change its loss most, and the pictures of the same numbers after it.
import type { Pictures } from '../../spec/image-block.ts'
import type { SlowStep } from '../../spec/slow-step.ts'
import text from '../shared/text.module.css'
import { Bar } from './answer-row.tsx'
import { PictureRow } from './picture-row.tsx'
import { scaleOf } from './scale.ts'

export function GradientPictures({ slow }: { slow: SlowStep }) {
  const { fake, gradient, after, logits, logitsAfter } = slow.generator
  const scale = scaleOf(slow)
  const bar = (all: readonly number[]) => (i: number) => <Bar when={null} logit={all[i] ?? 0} scale={scale} />
  return (
    <>
      <PictureRow
        title="Fakes before G’s update"
        kind="fake"
        pictures={fake.pictures}
        classNames={fake.classes}
        {...(slow.adversarial && { below: bar(logits) })}
      />
      <PictureRow
        title="Pixels that matter to G’s loss, glowing"
        kind="fake with its glowing pixels"
        pictures={glowing(fake.pictures, gradient)}
      />
      <PictureRow
        title="The same numbers after G’s update"
        kind="fake after the update"
        pictures={after}
        {...(slow.adversarial && { below: bar(logitsAfter) })}
      />
      <p className={text.soft}>
        One step changes little, so these look alike. They are drawn with the weights that train and with the statistics of this batch; the
        wall shows the smoother average of many steps.
      </p>
    </>
  )
}

/** Of the picture below; the rest of the light is the gradient's, in orange. */
const DIMMED = 0.35
const GLOW = [255, 150, 40] as const

function glowing(pictures: Pictures, gradient: Pictures): Pictures {
  const pixels = new Uint8ClampedArray(pictures.pixels.length) // clamps and rounds
  for (let at = 0; at < pixels.length; at += 4) {
    const share = (gradient.pixels[at] as number) / 255
    GLOW.forEach((light, channel) => {
      pixels[at + channel] = DIMMED * (1 - share) * (pictures.pixels[at + channel] as number) + share * light
    })
    pixels[at + 3] = 255
  }
  return { ...pictures, pixels }
}
