// Text in the encodings that names in archives have: those every platform decodes itself, and the two code pages of DOS that it does
// not. They are what Windows in America (437) and Western Europe (850) wrote, and what a zip means where it says nothing else.

export const ENCODINGS = [
  'utf-8',
  'ibm437',
  'ibm850',
  'windows-1252',
  'ibm866',
  'windows-1251',
  'shift_jis',
  'gbk',
  'euc-kr',
  'big5',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** The characters of the bytes 128 to 255. */
const UPPER_HALVES: Partial<Record<Encoding, string>> = {
  ibm437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0',
  ibm850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0',
}

// What the platform has, in Node as in browsers, and the language itself does not.
declare const TextDecoder: new (
  encoding: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

/** Null where the bytes are no text in that encoding, or where this platform does not know it. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string | null {
  const upper = UPPER_HALVES[encoding]
  if (upper !== undefined) return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : upper.charAt(byte - 128))).join('')
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
