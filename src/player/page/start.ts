// Opens the page: reads what the file says of the run, starts the Worker that draws, and hands both to the controls.
import { DESCRIPTION_ID, type FileDescription, NUMBERS_ID } from '../stored-model.ts'
import { startControls } from './controls.ts'
import { element } from './dom.ts'
import { MARKUP } from './markup.ts'
import { describeFailure, describePrecision, describeSize } from './words.ts'
import { openPainter } from './worker-painter.ts'

/** @param script of the page itself */
export async function startPage(script: string): Promise<void> {
  const description = JSON.parse(element(`#${DESCRIPTION_ID}`).textContent ?? '') as FileDescription
  document.body.insertAdjacentHTML('afterbegin', MARKUP)
  const { about } = description
  element('#name').textContent = about.name
  element('#subtitle').textContent = `Pictures by a network that learned from ${about.images}.`
  element('#about').textContent = `Run ${about.run}, step ${about.step}. ${describePrecision(about)}`
  try {
    const painter = await openPainter(script, description, element(`#${NUMBERS_ID}`).textContent ?? '')
    element('#about').textContent += ` ${describeSize(painter.side, about.classNames.length)}`
    await startControls(painter, description)
    document.body.dataset.ready = ''
  } catch (error) {
    element('#said').textContent = describeFailure(error)
  }
}
