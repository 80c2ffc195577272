// The code of the picture: it is copied, and one that is pasted, or that stands behind # in the address, is gone to.
import { readPictureCode } from '../../spec/read-picture-code.ts'
import { element } from './dom.ts'
import { positionOf } from './state.ts'
import type { Studio } from './studio.ts'

export interface CodeField {
  /** The code that the picture has now. */
  show(): void
  /** Goes to the picture of the address, where it has one. */
  openLink(): void
}

export function bindCode(studio: Studio): CodeField {
  const input = element<HTMLInputElement>('#code')
  const said = element('#said')
  const say = (text: string) => {
    said.textContent = text
  }
  const goTo = (text: string) => say(problemOf(text, studio) ?? '')
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
    if (location.hash.length > 1) goTo(decodeURIComponent(location.hash.slice(1)))
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
function problemOf(text: string, { description, position, steer }: Studio): string | null {
  const { about, counts } = description
  const read = readPictureCode(text)
  if ('problem' in read) return read.problem
  const { run, step, point } = read.code
  if (run !== about.run || step !== about.step) {
    return `This code is of run ${run} at step ${step}, and this file has run ${about.run} at step ${about.step}.`
  }
  const missing = [point.class, point.towards?.class].find((index) => index !== undefined && index >= counts.length)
  if (missing !== undefined) return `There is no class ${missing + 1} in this file.`
  steer(positionOf(point, position(), counts))
  return null
}
