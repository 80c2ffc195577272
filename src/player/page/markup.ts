// The elements of the page. What a run or a person has named is put in later, as text.
import { MAX_SEED } from '../../spec/read-picture-code.ts'

const icon = (path: string, filled = false) =>
  `<svg viewBox="0 0 20 20" width="18" height="18" fill="${filled ? 'currentColor' : 'none'}" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`

const PLAY = icon('M6 4.5v11l9-5.5z', true)
const PAUSE = icon('M6 4.5h2.2v11H6zM11.8 4.5H14v11h-2.2z', true)
const DICE = icon('M4.5 4.5h11v11h-11zM7.6 7.5v.1M12.4 7.5v.1M10 10v.1M7.6 12.5v.1M12.4 12.5v.1')
const BACK = icon('M16 10H4.5M9 5.2 4.2 10 9 14.8')
const FORWARD = icon('M4 10h11.5M11 5.2 15.8 10 11 14.8')
const SAVE = icon('M10 3.5v9M6 8.8l4 4 4-4M4 16.5h12')
const COPY = icon('M7 7V4.5h8.5V13H13M4.5 7H13v8.5H4.5z')

const playButton = (id: string, what: string) =>
  `<button type="button" class="play" id="${id}" data-playing="false"><span class="when-still">${PLAY}Play</span><span class="when-playing">${PAUSE}Pause</span><span class="visually-hidden">${what}</span></button>`

const number = (id: string, label: string, min: number, max: number, step: number) =>
  `<label class="number">${label}<input type="number" inputmode="decimal" id="${id}" min="${min}" max="${max}" step="${step}"></label>`

const end = (id: 'a' | 'b', name: string) => `
<fieldset class="end" id="end-${id}">
  <legend>${name}</legend>
  <canvas aria-hidden="true"></canvas>
  <div class="end-fields">
    <label class="number">Seed<input type="number" inputmode="numeric" id="seed-${id}" min="0" max="${MAX_SEED}" step="1"></label>
    <button type="button" class="icon" id="dice-${id}" aria-label="Another seed for ${name}" title="Another seed">${DICE}</button>
    <label class="choice" hidden>Class<select id="class-${id}"></select></label>
  </div>
</fieldset>`

export const MARKUP = `
<header>
  <h1 id="name"></h1>
  <p id="subtitle"></p>
</header>
<main>
  <section class="stage" aria-labelledby="stage-title">
    <h2 id="stage-title" class="visually-hidden">Picture</h2>
    <div class="frame">
      <canvas id="picture" role="img" aria-label="The picture is being drawn."></canvas>
      <p id="where"></p>
    </div>
    <form class="code" id="code-form">
      <label for="code">Code</label>
      <input id="code" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="code-help">
      <button type="button" id="copy">${COPY}Copy code</button>
      <button type="button" id="save">${SAVE}Save PNG</button>
      <p id="code-help" class="help">The code leads back to this picture. Paste one and press Enter.</p>
      <p id="said" role="status"></p>
    </form>
  </section>

  <section class="around" aria-labelledby="around-title">
    <div class="head"><h2 id="around-title">Around A</h2>${playButton('play-around', 'around A')}</div>
    <div class="pad" id="pad" role="group" aria-label="Map around A">
      <canvas id="map" aria-hidden="true"></canvas>
      <input type="range" id="pad-x" class="visually-hidden" min="-1" max="1" step="0.01" value="0" aria-label="Right" aria-roledescription="2D slider">
      <input type="range" id="pad-y" class="visually-hidden" min="-1" max="1" step="0.01" value="0" aria-label="Up" aria-roledescription="2D slider" tabindex="-1">
      <span class="thumb" aria-hidden="true"></span>
    </div>
    <div class="fields">
      ${number('x', 'Right', -1, 1, 0.01)}
      ${number('y', 'Up', -1, 1, 0.01)}
      ${number('seconds', 'Seconds a round', 1, 60, 1)}
    </div>
  </section>

  <section class="between" aria-labelledby="between-title">
    <div class="head"><h2 id="between-title">From A to B</h2>${playButton('play-between', 'from A to B and back')}</div>
    <div class="strip" id="strip">
      <canvas id="way" aria-hidden="true"></canvas>
      <input type="range" id="between" min="0" max="1" step="0.005" value="0" aria-label="From A to B">
    </div>
    <div class="ends">
      ${end('a', 'A')}
      ${number('at', 'Way to B', 0, 1, 0.01)}
      ${end('b', 'B')}
    </div>
  </section>

  <section class="seeds" aria-labelledby="seeds-title">
    <div class="head">
      <h2 id="seeds-title">Seeds</h2>
      <fieldset class="picks">
        <legend>A click sets</legend>
        <label><input type="radio" name="picks" value="a" checked><span>A</span></label>
        <label><input type="radio" name="picks" value="b"><span>B</span></label>
      </fieldset>
    </div>
    <div class="wall" id="wall" role="group" aria-label="Pictures of seeds"></div>
    <div class="fields">
      <button type="button" class="icon" id="wall-back" aria-label="Seeds before" title="Seeds before">${BACK}</button>
      ${number('wall-from', 'From seed', 0, MAX_SEED, 1)}
      <button type="button" class="icon" id="wall-forward" aria-label="Seeds after" title="Seeds after">${FORWARD}</button>
      <label class="choice" hidden>Class<select id="wall-class"></select></label>
    </div>
  </section>
</main>
<footer>
  <p id="about"></p>
  <p id="drawing"></p>
  <p>Made with Quarterturn. This file works offline and sends nothing anywhere.</p>
</footer>`
