// Lessons in links: what a teacher writes is what a student gets, and what is wrong in a link is said and left out.
import { describe, expect, test } from 'vitest'
import { LESSON_LIMITS, type Lesson, lessonProblem } from './lesson.ts'
import { presetConfig } from './presets.ts'
import { fromHash, toHash } from './url.ts'

const LESSON: Lesson = {
  title: 'Why turn pictures? 100 % & more',
  start: 'example',
  hidden: ['scores', 'take-away'],
  settings: ['beta', 'steps'],
  notes: [
    { text: 'Look at the wall: what are these?\nMove the pointer over it.', part: 'samples' },
    { text: 'charts~ and a ~ in a text, an = and a #, é, 漢 and 🙂 stay.', part: null },
    { text: '~ first', part: 'rotation' },
  ],
}
const link = (lesson: Lesson) => ({ preset: 'smoke' as const, data: 'shapes' as const, config: presetConfig('smoke'), lesson })

test('a lesson comes out of its link as it went in, beside the settings', () => {
  expect(fromHash(toHash(link(LESSON)))).toEqual({ link: link(LESSON), problems: [] })
})

test('a lesson without hidden parts, chosen settings or notes is only a title', () => {
  const plain: Lesson = { title: 'Plain', start: 'new', hidden: [], settings: null, notes: [] }
  const hash = toHash(link(plain))
  expect(hash.split('&').at(-1)).toBe('lesson=Plain')
  expect(fromHash(hash).link.lesson).toEqual(plain)
})

test('a link by hand needs no more than what differs: a note without a part is about the whole page', () => {
  const { link: read, problems } = fromHash('#preset=smoke&lesson=Turns&note=rotation~Which%20way%3F&note=Done&hide=charts')
  expect([read.lesson, problems]).toEqual([
    {
      title: 'Turns',
      start: 'new',
      hidden: ['charts'],
      settings: null,
      notes: [
        { text: 'Which way?', part: 'rotation' },
        { text: 'Done', part: null },
      ],
    },
    [],
  ])
})

test('what stands before a “~” is text where it cannot be the name of a part, and no other word of an object is one', () => {
  const { notes } = fromHash('#lesson=A&note=About%205~6%20turns&note=constructor~a&note=game~b').link.lesson as Lesson
  expect(notes).toEqual([
    { text: 'About 5~6 turns', part: null },
    { text: 'a', part: null },
    { text: 'b', part: 'game' },
  ])
})

test('half a letter, which a cut left, is not in the link', () => {
  const cut = `${'x'.repeat(LESSON_LIMITS.title - 1)}🙂`
  const { lesson } = fromHash(`#lesson=${encodeURIComponent(cut)}`).link
  expect(lesson?.title.length).toBe(LESSON_LIMITS.title)
  expect(fromHash(toHash(link(lesson as Lesson))).link.lesson?.title).toBe('x'.repeat(LESSON_LIMITS.title - 1))
})

describe('what is wrong is named, and the rest is used', () => {
  const long = 'x'.repeat(5000)
  test.each([
    ['an unknown part', '#lesson=A&hide=scores.engine', 'A lesson cannot hide “engine”.', { hidden: ['scores'] }],
    ['the wall', '#lesson=A&hide=samples', 'A lesson cannot hide “samples”.', { hidden: [] }],
    ['a name that every object has', '#lesson=A&hide=constructor.__proto__', 'A lesson cannot hide “constructor”.', { hidden: [] }],
    ['an unknown setting', '#lesson=A&show=beta.speed', 'There is no setting called “speed”.', { settings: ['beta'] }],
    ['an unknown start', '#lesson=A&start=there', 'A lesson starts with “example” or “new”, not with “there”.', { start: 'new' }],
    [
      'too many notes',
      `#lesson=A${'&note=~n'.repeat(LESSON_LIMITS.notes + 1)}`,
      'A lesson has at most 10 notes: the others are left out.',
      { notes: Array(LESSON_LIMITS.notes).fill({ text: 'n', part: null }) },
    ],
  ])('%s', (_, hash, sentence, rest) => {
    const { link: read, problems } = fromHash(hash)
    expect(problems.map(({ message }) => message)).toEqual([sentence])
    expect(read.lesson).toMatchObject({ title: 'A', ...rest })
  })

  test('notes without a lesson', () => {
    const { link: read, problems } = fromHash('#note=Hello')
    expect([read.lesson, problems.length]).toEqual([null, 1])
  })

  test('endless texts are cut', () => {
    const { lesson } = fromHash(`#lesson=${long}&note=samples~${long}&show=${long}`).link
    expect([lesson?.title.length, lesson?.notes[0]?.text.length, lesson?.settings]).toEqual([LESSON_LIMITS.title, LESSON_LIMITS.note, []])
  })
})

test('a lesson that is being made says what it lacks', () => {
  expect(lessonProblem(LESSON)).toBeNull()
  expect(lessonProblem({ ...LESSON, title: ' ' })).toBe('A lesson needs a title.')
  expect(lessonProblem({ ...LESSON, notes: [{ text: '', part: null }] })).toMatch(/no text yet/)
  expect(lessonProblem({ ...LESSON, settings: [] })).toMatch(/at least one setting/)
})

test('a note about a part that does not exist is about the whole page, and the part is named', () => {
  const { link, problems } = fromHash('#preset=smoke&lesson=Turns&note=nowhere~Look')
  expect(link.lesson?.notes).toEqual([{ text: 'Look', part: null }])
  expect(problems.map(({ message }) => message)).toEqual([
    'There is no part of the page called “nowhere”: its note is about the whole page.',
  ])
})
