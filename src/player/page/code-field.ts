// The code of the picture: it is copied, and one that is pasted, or that stands behind # in the address, is gone to.
import { whyNoClass, whyNoDirection, whyNoLatent } from '../../spec/code-of-run.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import { element } from './dom.ts'
import { type Position, positionOf } from './state.ts'
import type { Studio } from './studio.ts'

export interface CodeField {
  /** The code that the picture has now. */
  show(): void
  /** Goes to the picture of the address, where it has one. */
  openLink(): void
}

export function bindCode(studio: Studio, steer: (position: Position) => void): CodeField {
  const input = element<HTMLInputElement>('#code')
  const said = element('#said')
  const say = (text: string) => {
    said.textContent = text
  }
  const goTo = (text: string) => say(problemOf(text, studio, steer) ?? '')
  element('#code-form').addEventListener('submit', (event) => {
    event.preventDefault()
    goTo(input.value)
  })
  input.addEventListener('focus', () => input.select())
  element('#copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(studio.pictureCode())
      say('The code is copied.')
    } catch {
      input.focus() // which selects it
      say('Copy the selected code: the browser does not let the page do it.')
    }
  })
  const openLink = () => {
    if (location.hash.length > 1) goTo(location.hash.slice(1)) // codes have no letter that an address encodes
  }
  addEventListener('hashchange', openLink)
  return {
    openLink,
    show() {
      if (document.activeElement !== input) input.value = studio.pictureCode()
      if (studio.playing() === null) say('') // it was of the picture before; a film would take it away before it is read
    },
  }
}

/** Goes to the picture of a code, or says why it cannot. */
function problemOf(text: string, { description, position }: Studio, steer: (position: Position) => void): string | null {
  const { about, counts, latent } = description
  const read = readPictureCode(text)
  if ('problem' in read) return read.problem
  const { run, step, point, mix } = read.code
  if (run !== about.run || step !== about.step) {
    return `This code is of run ${run} at step ${step}, and this file has run ${about.run} at step ${about.step}.`
  }
  if (mix) return `This code has the ${mix.from} layers of step ${mix.step} too, and this file has one step.`
  const { shares } = description.directions ?? {}
  const known = { pc: shares?.pc.length ?? 0, cf: shares?.cf.length ?? 0 }
  const missing = whyNoClass(point, counts.length) ?? whyNoLatent(point, latent) ?? whyNoDirection(point, known)
  if (missing !== null) return missing
  steer(positionOf(point, position(), counts))
  return null
}
