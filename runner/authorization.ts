/** The header `Authorization` for a token, or for `user:password`. */
export function authorization(credential: string): string {
  return credential.includes(':') ? `Basic ${Buffer.from(credential).toString('base64')}` : `Bearer ${credential}`;
}
