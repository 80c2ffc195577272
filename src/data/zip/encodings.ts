// Text in the encodings that names in archives have, and which of them names are in that do not say. Platforms decode most of them, but not the
// two code pages of DOS, which Windows in America (437) and Western Europe (850) wrote and which a zip means where it says nothing else.
// A name is a few letters, too little for statistics of a language: what decides is how probable its characters are in each encoding. Each has a
// few classes of characters (common kanji, rare kanji, kana ...), a class has a share of what people write, and within a class all are equal;
// letters of two scripts in one word, or a capital after a small letter, make a reading improbable. The names of an archive are weighed
// together: one that could be either is decided by the others.

const ENCODINGS = ['utf-8', 'ibm437', 'ibm850', 'windows-1252', 'ibm866', 'windows-1251', 'shift_jis', 'gbk', 'euc-kr', 'big5'] as const
type Encoding = (typeof ENCODINGS)[number]

/** The characters of the bytes 128 to 255. */
const UPPER_HALVES: Partial<Record<Encoding, string>> = {
  ibm437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0',
  ibm850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0',
}

// Every platform has it; the language itself does not.
declare const TextDecoder: new (
  encoding: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

/** Null where the bytes are invalid in that encoding, or where this platform does not have it. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string | null {
  const upper = UPPER_HALVES[encoding]
  if (upper !== undefined) return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : upper.charAt(byte - 128))).join('')
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Probability of each of `count` characters of a class that has this share of all text. */
const perCharacter = (share: number, count: number) => share / count

/** For what is hardly ever in a name: box drawing, mathematics, letters of other languages. */
const UNLIKELY = perCharacter(0.0005, 80)
const IMPOSSIBLE = 1e-18
/** The same in every encoding here. */
const ASCII = perCharacter(1, 60)

interface CodeClass {
  /** First and last code: the two bytes of a character as one number. */
  readonly codes: readonly [from: number, to: number]
  /** The lowest second byte, for classes from a table of 94 rows and columns. */
  readonly secondFrom?: number
  readonly probability: number
}

/** Encodings of two bytes a character; the first class that fits counts. */
const TWO_BYTES: Partial<Record<Encoding, readonly CodeClass[]>> = {
  shift_jis: [
    { codes: [0x829f, 0x82f1], probability: perCharacter(0.3, 83) }, // hiragana
    { codes: [0x8340, 0x8396], probability: perCharacter(0.3, 86) }, // katakana
    { codes: [0x815b, 0x815b], probability: perCharacter(0.04, 80) }, // the long vowel
    { codes: [0x824f, 0x829a], probability: perCharacter(0.04, 80) }, // Latin letters as wide as kanji
    { codes: [0x889f, 0x9872], probability: perCharacter(0.3, 2965) }, // kanji of the first level
    { codes: [0x989f, 0xeaa4], probability: perCharacter(0.02, 3390) },
  ],
  gbk: [
    { codes: [0xb0a1, 0xd7f9], secondFrom: 0xa1, probability: perCharacter(0.85, 3755) }, // hanzi of the first level
    { codes: [0xd8a1, 0xf7fe], secondFrom: 0xa1, probability: perCharacter(0.05, 3008) },
    { codes: [0xa1a1, 0xa3fe], secondFrom: 0xa1, probability: perCharacter(0.04, 280) }, // marks and wide Latin letters
    { codes: [0x8140, 0xfefe], probability: perCharacter(0.02, 14_000) },
  ],
  'euc-kr': [
    { codes: [0xb0a1, 0xc8fe], secondFrom: 0xa1, probability: perCharacter(0.95, 2350) }, // hangul
    { codes: [0xcaa1, 0xfdfe], secondFrom: 0xa1, probability: perCharacter(0.01, 4888) }, // hanja
    { codes: [0xa1a1, 0xa3fe], secondFrom: 0xa1, probability: perCharacter(0.02, 190) },
    { codes: [0x8141, 0xc652], probability: perCharacter(0.01, 8822) },
  ],
  big5: [
    { codes: [0xa440, 0xc67e], probability: perCharacter(0.88, 5401) }, // hanzi of the first level
    { codes: [0xc940, 0xf9d5], probability: perCharacter(0.05, 7652) },
    { codes: [0xa140, 0xa3bf], probability: perCharacter(0.05, 408) },
  ],
}

const isAscii = (code: number) => code < 0x80
const isSmall = (code: number) => code >= 0x61 && code <= 0x7a
const isDigit = (code: number) => code >= 0x30 && code <= 0x39
/** Half-width katakana, one byte each. */
const isNarrowKatakana = (code: number) => code >= 0xa1 && code <= 0xdf
const NARROW_KATAKANA = perCharacter(0.015, 63)

/** Small Latin letters are next to kanji only by mistake; capitals and digits often are. */
const SMALL_BESIDE_KANJI = 0.05

function weighTwoBytes(name: Uint8Array, encoding: Encoding, classes: readonly CodeClass[]): number {
  let weight = 0
  for (let at = 0; at < name.length; ) {
    const first = name[at] as number
    if (isAscii(first) || (encoding === 'shift_jis' && isNarrowKatakana(first))) {
      weight += Math.log(isAscii(first) ? ASCII : NARROW_KATAKANA)
      at++
      continue
    }
    const second = name[at + 1] ?? 0
    const code = first * 256 + second
    const found = classes.find(({ codes: [from, to], secondFrom = 0 }) => code >= from && code <= to && second >= secondFrom)
    weight += Math.log(isDigit(second) ? IMPOSSIBLE : (found?.probability ?? UNLIKELY))
    for (const beside of [name[at - 1] ?? 0, name[at + 2] ?? 0]) if (isSmall(beside)) weight += Math.log(SMALL_BESIDE_KANJI)
    at += 2
  }
  return weight
}

/** Letters of a script beyond ASCII, with their probabilities. */
interface Script {
  /** Common and other small letters of its languages. */
  readonly usual: string
  readonly other: string
  readonly usualProbability: number
  readonly otherProbability: number
  /** Letters that belong to no language that the encoding is for. */
  readonly rareProbability: number
  /** Whether ASCII letters occur in the same words. */
  readonly latin: boolean
}

const LATIN: Script = {
  usual: 'éèüöäßåñçáíóúàêâôîûøæãõ',
  other: '',
  usualProbability: perCharacter(0.15, 23),
  otherProbability: 0,
  rareProbability: perCharacter(0.03, 60),
  latin: true,
}
const CYRILLIC: Script = {
  usual: 'оеаинтсрвл',
  other: 'йцукгшщзхъфыпджэячмьбюё',
  usualProbability: perCharacter(0.54, 10),
  otherProbability: perCharacter(0.31, 23),
  rareProbability: perCharacter(0.01, 20),
  latin: false,
}
const SCRIPTS: Partial<Record<Encoding, Script>> = {
  ibm437: LATIN,
  ibm850: LATIN,
  'windows-1252': LATIN,
  ibm866: CYRILLIC,
  'windows-1251': CYRILLIC,
}

const TWO_SCRIPTS = 0.02
const CAPITAL_FIRST = 0.18
const CAPITAL_AFTER_CAPITAL = 0.4
const CAPITAL_AFTER_SMALL = 0.005

const isLetter = (character: string) => character.toLowerCase() !== character.toUpperCase()
const isCapital = (character: string) => isLetter(character) && character === character.toUpperCase()

function weighLetters(text: string, script: Script): number {
  let weight = 0
  let before = ''
  for (const character of text) {
    weight += Math.log(weighLetter(character, before, script))
    before = character
  }
  return weight
}

function weighLetter(character: string, before: string, script: Script): number {
  const ascii = character < '\x80'
  if (!isLetter(character)) return ascii ? ASCII : UNLIKELY
  const inWord = isLetter(before)
  if (ascii && (!inWord || before < '\x80')) return ASCII // two ASCII letters read the same in every encoding
  const plain = ascii ? ASCII : letterProbability(character.toLowerCase(), script)
  return plain * weighCase(character, before, inWord) * weighPair(ascii, before, inWord, script)
}

function letterProbability(small: string, script: Script): number {
  if (script.usual.includes(small)) return script.usualProbability
  if (script.other.includes(small)) return script.otherProbability
  const isOfScript = script.latin ? small < 'ƀ' : small >= 'а' && small <= 'џ'
  return isOfScript ? script.rareProbability : UNLIKELY
}

function weighCase(character: string, before: string, inWord: boolean): number {
  if (!isCapital(character)) return 1
  if (!inWord) return CAPITAL_FIRST
  return isCapital(before) ? CAPITAL_AFTER_CAPITAL : CAPITAL_AFTER_SMALL
}

function weighPair(ascii: boolean, before: string, inWord: boolean, { latin }: Script): number {
  return inWord && !latin && ascii !== before < '\x80' ? TWO_SCRIPTS : 1
}

/** For any character: bytes are hardly ever valid UTF-8 by chance. */
const UTF_8 = 0.01

/** Logarithm of the probability of a name in this encoding. */
function weigh(name: Uint8Array, encoding: Encoding): number {
  const text = decodeText(name, encoding)
  if (text === null) return Math.log(IMPOSSIBLE) + name.length * Math.log(ASCII)
  const script = SCRIPTS[encoding]
  if (script) return weighLetters(text, script)
  const classes = TWO_BYTES[encoding]
  if (classes) return weighTwoBytes(name, encoding, classes)
  return [...text].reduce((sum, character) => sum + Math.log(character < '\x80' ? ASCII : UTF_8), 0)
}

/** Of more names, so many are weighed, from all over the archive. */
const MAX_WEIGHED = 1000

/** The encoding in which these names are most probable. @param names with bytes beyond ASCII */
export function guessEncoding(names: readonly Uint8Array[]): Encoding {
  const every = Math.ceil(names.length / MAX_WEIGHED)
  const weighed = names.filter((_, i) => i % every === 0)
  const weights = ENCODINGS.map((encoding) => weighed.reduce((sum, name) => sum + weigh(name, encoding), 0))
  return ENCODINGS[weights.indexOf(Math.max(...weights))] as Encoding
}
