// Names in archives whose flags and fields may be wrong.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { type RawName, readNames } from './names.ts'
import { unicodePath } from './test-support.ts'

const raw = (text: string) => strToU8(text, true)
const name = (bytes: Uint8Array, more: Partial<RawName> = {}): RawName => ({ bytes, isUtf8: false, extra: new Uint8Array(), ...more })

test('the UTF-8 flag counts where it is true; other names are guessed together', () => {
  const names = [name(strToU8('猫/1.png'), { isUtf8: true }), name(raw('caf\x82.png'), { isUtf8: true }), name(raw('Gr\x94\xe1e.png'))]
  expect(readNames(names)).toEqual(['猫/1.png', 'café.png', 'Größe.png'])
  expect(readNames([name(strToU8('Größe.png')), name(strToU8('a.png'))])).toEqual(['Größe.png', 'a.png'])
})

test('the Unicode path field counts only where its checksum matches the name', () => {
  const bytes = raw('\x94L/0.png')
  expect(readNames([name(bytes, { extra: unicodePath(bytes, '猫/0.png') })])).toEqual(['猫/0.png'])
  const others = new Uint8Array([0x55, 0x54, 1, 0, 9]) // a time before it
  const field = unicodePath(bytes, 'кот/0.png')
  expect(readNames([name(bytes, { extra: new Uint8Array([...others, ...field]) })])).toEqual(['кот/0.png'])
  expect(readNames([name(raw('\x94M/0.png'), { extra: field })])).toEqual(['熱/0.png']) // renamed since
  const empty = unicodePath(bytes, '')
  expect(readNames([name(bytes, { extra: new Uint8Array([...empty, ...field]) })])).toEqual(['кот/0.png'])
  const old = Uint8Array.of(0x75, 0x70, 1, 0, 2) // of another version
  expect(readNames([name(raw('\x94L/0.png'), { extra: new Uint8Array([...old, ...field]) })])).toEqual(['кот/0.png'])
  expect(readNames([name(raw('___.png'), { extra: unicodePath(raw('___.png'), '七个房间.png') })])).toEqual(['七个房间.png'])
  const torn = field.with(field.length - 1, 0xff)
  expect(readNames([name(bytes, { extra: torn }), name(bytes, { extra: field.subarray(0, 7) })])).toEqual(['猫/0.png', '猫/0.png'])
})

test('backslashes separate folders, except as the second byte of a character', () => {
  expect(readNames([name(raw('a\\b.png'))])).toEqual(['a/b.png'])
  expect(readNames([name(raw('\x95\\\x8e\xa6\\b.png'))])).toEqual(['表示/b.png'])
})

test('a name that is invalid in the common encoding is still readable and distinct', () => {
  const texts = ['写真/猫.png', '写真/犬.png', 'Größe/Straße.png', 'кот/пёс.png']
  const names = readNames([...texts.map((text) => name(strToU8(text))), name(raw('a\xff')), name(raw('a\xfe'))])
  expect(names.slice(0, 4)).toEqual(texts)
  expect(new Set(names).size).toBe(6)
})
