const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * How a secret looks where programs write it: plainly; in JSON, once and twice, as the libraries of several languages
 * escape it; in addresses and forms (RFC 3986), once and twice; in HTML and XML; in hexadecimal; and inside base64.
 */
export function writtenForms(secret: string): readonly string[] {
  const text = withoutLoneSurrogates(secret);
  const json = inJson(text);
  const percent = percentEncoded(text, /[^A-Za-z0-9._~-]/);
  return [
    ...new Set([
      secret,
      json,
      inJson(json),
      json.replaceAll('/', '\\/'),
      // Python's library escapes what is not ASCII, those of Go and .NET what means something in HTML.
      ...withBothCases(unicodeEscaped(json, /[^\x20-\x7e]/g)),
      ...withBothCases(unicodeEscaped(json, /[<>&]/g)),
      ...withBothCases(unicodeEscaped(inJson(text, '\\u0022'), /[^\x20-\x7e]|[&'+<>`]/g)),
      ...withBothCases(encodeURIComponent(text)),
      encodeURIComponent(encodeURIComponent(text)),
      encodeURI(text),
      ...withBothCases(percent),
      // Python's library leaves slashes, forms write spaces as plus signs.
      ...withBothCases(percent.replaceAll('%2F', '/')),
      ...withBothCases(percentEncoded(text, /[^A-Za-z0-9._*-]/).replaceAll('%20', '+')),
      percent.replaceAll('%', '%25'),
      ...['&#39;', '&#x27;', '&apos;', "'"].map((apostrophe) => inMarkup(text, apostrophe)),
      ...withBothCases(hexadecimal(text)),
      ...base64Forms(text),
    ]),
  ];
}

function inJson(text: string, quotationMark = '\\"'): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', quotationMark);
}

/** Codes of UTF-16 units, such as `\u002B`, in place of what the expression finds. */
function unicodeEscaped(text: string, escaped: RegExp): string {
  return text.replace(escaped, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}

function percentEncoded(text: string, escaped: RegExp): string {
  return utf8Bytes(text)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return escaped.test(character) ? `%${twoDigits(byte)}` : character;
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

function hexadecimal(text: string): string {
  return utf8Bytes(text).map(twoDigits).join('');
}

function twoDigits(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** A text whose codes are written with capitals, and the same with small letters; other letters stay as they are. */
function withBothCases(text: string): readonly string[] {
  const codes = /^[0-9A-F]+$/.test(text) ? /.+/ : /%[0-9A-F]{2}|\\u[0-9A-F]{4}/g;
  return [text, text.replace(codes, (code) => code.toLowerCase())];
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
