const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * How a secret looks inside base64 text (RFC 4648), wherever it starts within a group of three bytes: only the
 * characters that depend on nothing but the secret. Both alphabets, standard and URL-safe.
 */
export function base64Forms(secret: string): readonly string[] {
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
  const encoded = encodeURIComponent(withoutLoneSurrogates(text));
  for (let index = 0; index < encoded.length; index++) {
    if (encoded[index] === '%') {
      bytes.push(Number.parseInt(encoded.slice(index + 1, index + 3), 16));
      index += 2;
    } else bytes.push(encoded.charCodeAt(index));
  }
  return bytes;
}

/** The text with halves of surrogate pairs replaced, as every UTF-8 encoder does. */
export function withoutLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
