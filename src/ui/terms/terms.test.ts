import { expect, test } from 'vitest'
import { FIELDS, type Field } from '../../spec/fields.ts'
import { chartsOf } from '../../spec/numbers/chart-table.ts'
import { scoreCharts } from '../../spec/numbers/score-charts.ts'
import { SCORE_VALUES } from '../../spec/scores.ts'
import { CHART_HELP_MARKS, CHART_MARKS, FIELD_MARKS, type Marks, SCORE_MARKS } from './marks.ts'
import { splitTerms } from './split-terms.ts'
import { TERMS, type TermName, wordsOfTerm } from './terms.ts'

const NAMES = Object.keys(TERMS) as TermName[]

const sources = Object.values(import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true }))

/** The names in `<Term name="…">` and `mark={{ … }}` of all components, and in the tables of marks. */
function usedTerms(): ReadonlySet<string> {
  const written = sources.flatMap((source) => [
    ...Array.from(source.matchAll(/<Term\s+name="([^"]+)"/g), ([, name]) => name),
    ...Array.from(source.matchAll(/mark=\{\{([^}]*)\}\}/g), ([, marks = '']) =>
      Array.from(marks.matchAll(/(?:^|,)\s*'?([\w-]+)'?:/g), ([, name]) => name),
    ).flat(),
  ])
  const tables = [FIELD_MARKS, CHART_MARKS, CHART_HELP_MARKS, SCORE_MARKS].flatMap((table) => Object.values(table) as Marks[])
  return new Set([...written, ...tables.flatMap((marks) => Object.keys(marks))].filter((name) => name !== undefined))
}

test('every word that is marked has its explanation, and every explanation stands somewhere', () => {
  expect([...usedTerms()].sort()).toEqual([...NAMES].sort())
})

test('an explanation is one or two sentences long', () => {
  for (const name of NAMES) {
    const sentences = wordsOfTerm(name).text.split(/(?<=[.?!]) /)
    expect(sentences.length, name).toBeLessThanOrEqual(2)
    for (const sentence of sentences) expect(sentence, name).toMatch(/^[A-Z].*\.$/)
  }
})

test('marked words stand in the texts of settings, charts and scores', () => {
  const statistics = ['lossDConditional', 'ramp', 'classAccuracyReal', 'lossDClass', 'penaltyR1']
  const charts = [...chartsOf(statistics), ...scoreCharts('Network', 0)]
  const texts: [string, Marks | undefined][] = [
    ...Object.entries(FIELD_MARKS).map(([name, marks]): [string, Marks] => [(FIELDS as Record<string, Field>)[name]?.help ?? '', marks]),
    ...charts.flatMap(({ id, title, help }): [string, Marks | undefined][] => [
      [title, CHART_MARKS[id]],
      [help, CHART_HELP_MARKS[id]],
    ]),
    [SCORE_VALUES.precision.help, SCORE_MARKS.precision],
    [SCORE_VALUES.recall.help, SCORE_MARKS.recall],
  ]
  for (const [text, marks = {}] of texts) {
    const found = splitTerms(text, marks).flatMap(({ name }) => name ?? [])
    expect(found.sort(), text).toEqual(Object.keys(marks).sort())
  }
  const ids = new Set(charts.map(({ id }) => id))
  expect(Object.keys({ ...CHART_MARKS, ...CHART_HELP_MARKS }).filter((id) => !ids.has(id))).toEqual([])
})

test('a word is marked once, where it stands first as a whole word, and nothing of the text is lost', () => {
  const text = 'Seeds: a seed, seed 7, and reseeding by logit.'
  const pieces = splitTerms(text, { seed: 'seed', logit: 'logit', ema: 'EMA' })
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  expect(pieces.filter(({ name }) => name !== null)).toEqual([
    { text: 'seed', name: 'seed' },
    { text: 'logit', name: 'logit' },
  ])
  expect(pieces[0]).toEqual({ text: 'Seeds: a ', name: null })
})
