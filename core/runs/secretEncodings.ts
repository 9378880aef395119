const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * How a secret looks where programs write it: plainly; in JSON, once and twice, as the libraries of several languages
 * escape it; in addresses and forms (RFC 3986), once and twice; in HTML and XML; in hexadecimal; and inside base64.
 */
export function writtenForms(secret: string): readonly string[] {
  const text = withoutLoneSurrogates(secret);
  const json = inJson(text);
  return [
    ...new Set([
      secret,
      json,
      inJson(json),
      json.replaceAll('/', '\\/'),
      // Python's library escapes what is not ASCII, those of Go and .NET what means something in HTML.
      ...inBothCases((digits) => unicodeEscaped(json, /[^\x20-\x7e]/g, digits)),
      ...inBothCases((digits) => unicodeEscaped(json, /[<>&]/g, digits)),
      ...inBothCases((digits) =>
        unicodeEscaped(inJson(text, `\\u${digits('0022')}`), /[^\x20-\x7e]|[&'+<>`]/g, digits),
      ),
      ...inBothCases((digits) => percentEncoded(text, /[^A-Za-z0-9_.!~*'()-]/, digits)),
      encodeURIComponent(encodeURIComponent(text)),
      encodeURI(text),
      ...inBothCases((digits) => percentEncoded(text, /[^A-Za-z0-9._~-]/, digits)),
      // Python's library leaves slashes, forms write spaces as plus signs.
      ...inBothCases((digits) => percentEncoded(text, /[^A-Za-z0-9._~/-]/, digits)),
      ...inBothCases((digits) => percentEncoded(text, /[^A-Za-z0-9._*-]/, digits).replaceAll('%20', '+')),
      percentEncoded(text, /[^A-Za-z0-9._~-]/, upperCase).replaceAll('%', '%25'),
      ...['&#39;', '&#x27;', '&apos;', "'"].map((apostrophe) => inMarkup(text, apostrophe)),
      ...inBothCases((digits) => hexadecimal(text, digits)),
      ...base64Forms(text),
    ]),
  ];
}

/** How the digits of a code are written, given with capitals. */
type Digits = (code: string) => string;

const upperCase: Digits = (code) => code;

/** A text whose codes are written with capitals, and the same with small letters; what is no code stays as it is. */
function inBothCases(write: (digits: Digits) => string): readonly string[] {
  return [write(upperCase), write((code) => code.toLowerCase())];
}

function inJson(text: string, quotationMark = '\\"'): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', quotationMark);
}

/** Codes of UTF-16 units, such as `\u002B`, in place of what the expression finds. */
function unicodeEscaped(text: string, escaped: RegExp, digits: Digits): string {
  return text.replace(
    escaped,
    (unit) => `\\u${digits(unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0'))}`,
  );
}

function percentEncoded(text: string, escaped: RegExp, digits: Digits): string {
  return utf8Bytes(text)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return escaped.test(character) ? `%${digits(twoDigits(byte))}` : character;
    })
    .join('');
}

function inMarkup(text: string, apostrophe: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}

function hexadecimal(text: string, digits: Digits): string {
  return utf8Bytes(text)
    .map((byte) => digits(twoDigits(byte)))
    .join('');
}

function twoDigits(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/**
 * How a secret looks inside base64 text (RFC 4648), wherever it starts within a group of three bytes: only the
 * characters that depend on nothing but the secret. Both alphabets, standard and URL-safe.
 */
function base64Forms(secret: string): readonly string[] {
  const bytes = utf8Bytes(secret);
  const forms = new Set<string>();
  for (const lead of [0, 1, 2]) {
    const bits = [...new Array<number>(lead).fill(0), ...bytes];
    const encoded = encode(bits);
    // A character holds six bits; drop those that also hold bits of what stands before or after.
    const first = Math.ceil((lead * 8) / 6);
    const last = Math.floor((bits.length * 8) / 6);
    const form = encoded.slice(first, last);
    forms.add(form);
    forms.add(form.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...forms];
}

function encode(bytes: readonly number[]): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const group = ((bytes[start] ?? 0) << 16) | ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) text += alphabet.charAt((group >> shift) & 63);
  }
  return text;
}

function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  const encoded = encodeURIComponent(text);
  for (let index = 0; index < encoded.length; index++) {
    if (encoded[index] === '%') {
      bytes.push(Number.parseInt(encoded.slice(index + 1, index + 3), 16));
      index += 2;
    } else bytes.push(encoded.charCodeAt(index));
  }
  return bytes;
}

/** The text with halves of surrogate pairs replaced, as every UTF-8 encoder does. */
function withoutLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
