// The limit on the number of elements.
import { expect, test } from 'vitest'
import { drawing } from '../formats/svg-test-support.ts'
import { readDocument } from './document.ts'

/** What stands in the first <style>. */
function styleContent(inside: string): string | undefined {
  const document = readDocument(drawing(`<style>${inside}</style>`))
  const style = document?.elements.find(({ name }) => name === 'style')
  return style && document?.content(style)
}

test.each([
  ['a comment', 'a{}<!-- <![CDATA[ -->b{}', 'a{}b{}'],
  ['CDATA', 'a{}<![CDATA[g > b{&amp;}<!-- -->]]>c{&gt;}', 'a{}g > b{&amp;}<!-- -->c{>}'],
  ['an instruction', 'a{}<?x <!-- ?>b{}', 'a{}b{}'],
])('the content of an element, with %s', (_, inside, content) => {
  expect(styleContent(inside)).toBe(content)
})

test.each([
  ['<!--', ''],
  ['<![CDATA[', '<![CDATA['.repeat(9_999)],
  ['<?', ''],
])('what %s opens and nothing closes extends to the end, in linear time', (mark, rest) => {
  expect(styleContent(`a{}<b c="${mark.repeat(10_000)}"/>`)).toBe(`a{}<b c="${rest}`)
})

test('far too many elements are refused while they are read', () => {
  expect(() => readDocument('<a/>'.repeat(300_001))).toThrow('too many parts')
})
