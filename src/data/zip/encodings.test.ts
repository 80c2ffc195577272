// Guessing the encoding of names.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { decodeText, guessEncoding } from './encodings.ts'

const latin1 = (text: string) => strToU8(text, true)

/** Names as the programs of a country write them (made with Python's codecs), and what they say. */
const NAMES = [
  ['ibm437', 'caf\x82/0.png', 'café/0.png'],
  ['ibm437', 'caf\x8a/0.png', 'cafè/0.png'],
  ['ibm437', 'M\x81ller.jpg', 'Müller.jpg'],
  ['ibm437', 'Gr\x94\xe1e/Stra\xe1e.jpg', 'Größe/Straße.jpg'],
  ['ibm437', '\x9abung/K\x94ln 01.jpg', 'Übung/Köln 01.jpg'],
  ['ibm437', '\x82t\x82/\x82l\x8ave.png', 'été/élève.png'],
  ['ibm437', 'Espa\xa4a/ni\xa4o.png', 'España/niño.png'],
  ['ibm850', 'S\xc6o Paulo/cora\x87\xc6o.jpg', 'São Paulo/coração.jpg'],
  ['windows-1252', 'Gr\xf6\xdfe/\xdcbung.jpg', 'Größe/Übung.jpg'],
  ['windows-1252', 'caf\xe9/na\xefve.png', 'café/naïve.png'],
  ['ibm866', '\xaa\xae\xe2/0.png', 'кот/0.png'],
  ['ibm866', '\xaf\xf1\xe1/0.png', 'пёс/0.png'],
  ['ibm866', '\x94\xae\xe2\xae/IMG_0001.jpg', 'Фото/IMG_0001.jpg'],
  ['ibm866', '\x8c\x8e\x91\x8a\x82\x80/1.jpg', 'МОСКВА/1.jpg'],
  ['windows-1251', '\xd4\xee\xf2\xee \xeb\xe5\xf2\xee/1.jpg', 'Фото лето/1.jpg'],
  ['shift_jis', '\x94L/0.png', '猫/0.png'],
  ['shift_jis', '\x8e\xca\x90^_001.png', '写真_001.png'],
  ['shift_jis', '\x82\xcb\x82\xb1/\x83l\x83R.png', 'ねこ/ネコ.png'],
  ['shift_jis', 'IMG\x95\\\x8e\xa6.png', 'IMG表示.png'], // a kanji whose second byte is a backslash
  ['gbk', '\xd5\xd5\xc6\xac/\xc3\xa8.jpg', '照片/猫.jpg'],
  ['euc-kr', '\xbb\xe7\xc1\xf8/\xb0\xed\xbe\xe7\xc0\xcc.jpg', '사진/고양이.jpg'],
  ['big5', '\xb7\xd3\xa4\xf9/\xbf\xdf.jpg', '照片/貓.jpg'],
] as const

test.each(NAMES)('%s is recognised from a single name: %j is %s', (encoding, raw, text) => {
  const name = latin1(raw)
  expect(guessEncoding([name])).toBe(encoding)
  expect(decodeText(name, encoding)).toBe(text)
})

test('unflagged UTF-8 is recognised, even with one damaged name among many', () => {
  for (const text of ['é', 'Größe 😀/写真.png', 'кот', '猫']) expect(guessEncoding([strToU8(text)])).toBe('utf-8')
  expect(guessEncoding([...'ä/ö/ü/Größe'.split('/').map((name) => strToU8(name)), latin1('a\xc3')])).toBe('utf-8')
})

test('an ambiguous name is read like the others of its archive', () => {
  const either = latin1('\x8c\xa2') // 犬, îó or Мв
  expect(guessEncoding([either, latin1('\x94L')])).toBe('shift_jis')
  expect(guessEncoding([either, latin1('\xaa\xae\xe2')])).toBe('ibm866')
  expect(guessEncoding([either, latin1('caf\x82'), latin1('Gr\x94\xe1e')])).toBe('ibm437')
})

test('in the code pages of DOS no two bytes have the same character', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  for (const encoding of ['ibm437', 'ibm850'] as const) expect(new Set(decodeText(all, encoding)).size).toBe(256)
})
