import { expect, test } from 'vitest';
import { Redactor, redactionMark } from '#core/runs/redactor.ts';

const secret = 'tj$3"k\\9/ü+lQ ÿ8Zx';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const value of secrets) redactor.add(value);
  return redactor;
}

test('takes out a known secret in every form it is likely to be written in', () => {
  const redactor = redactorOf(secret);
  const forms = [
    secret,
    JSON.stringify({ key: secret }),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(`user:${secret}`).toString('base64'),
    Buffer.from(`me:${secret}:tail`).toString('base64'),
    Buffer.from(`x${secret}`).toString('base64'),
  ];
  for (const form of forms) {
    const clean = redactor.redact(`before ${form} after`);
    expect(clean).toContain(redactionMark);
    expect(clean).toMatch(/^before /);
    expect(clean).toMatch(/ after$/);
    const middle = Buffer.from(secret).toString('base64').slice(4, -6);
    expect(clean).not.toContain(middle);
    expect(clean).not.toContain(secret.slice(2, -2));
  }
});

test('takes out the whole of a secret that contains another', () => {
  expect(redactorOf('abcdef', 'abcdef-ghijkl').redact('abcdef-ghijkl abcdef')).toBe(
    `${redactionMark} ${redactionMark}`,
  );
});

test.each([
  ['Authorization: apiKey 8fGx0Qb2Lr9TzYw', 'Authorization: apiKey [redacted]'],
  ['Authorization: Bearer abc.def-123_456', 'Authorization: Bearer [redacted]'],
  ['GET /v1?api_key=1234567890abcdef&x=1', 'GET /v1?api_key=[redacted]&x=1'],
  ['{"password": "hunter2hunter2"}', '{"password": "[redacted]"}'],
  ['AWS AKIAIOSFODNN7EXAMPLE used', 'AWS [redacted] used'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end', 'token [redacted] end'],
  ['https://me:pass1234@example.org/x', 'https://[redacted]example.org/x'],
  ['AccountKey=AbCdEf123456==;Suffix', 'AccountKey=[redacted];Suffix'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- ok', '[redacted] ok'],
  [
    'PUT https://a.blob.core.windows.net/c?sv=2024&sig=Ab%2Bcd12345%3D&se=2',
    'PUT https://a.blob.core.windows.net/c?sv=2024&sig=[redacted]&se=2',
  ],
  ['GET /b?X-Amz-Signature=0123456789abcdef&x=1', 'GET /b?X-Amz-Signature=[redacted]&x=1'],
  ['x-ms-quantum-api-key: Zz12345678abcd', 'x-ms-quantum-api-key: [redacted]'],
])('takes out what has the shape of a token: %s', (text, expected) => {
  expect(new Redactor().redact(text)).toBe(expected);
});

test.each([
  'credentials: { secret: ibm-quantum }',
  'accuracy 0.9333 ± 0.02, loss 0.412',
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'the basic gates: h, cx',
  'https://example.org/path',
])('leaves ordinary text alone: %s', (text) => {
  expect(new Redactor().redact(text)).toBe(text);
});

test('redacts plain JSON deeply, names of properties included', () => {
  const redactor = redactorOf('s3cr3t-value');
  expect(redactor.redactJson({ a: ['x s3cr3t-value', 1, null], 's3cr3t-value': { b: true } })).toEqual({
    a: [`x ${redactionMark}`, 1, null],
    [redactionMark]: { b: true },
  });
});

test('stays fast on long hostile text', () => {
  const redactor = redactorOf('s3cr3t-value');
  for (const unit of ['a', 'password=', 'bearer ', '-----BEGIN ', 'eyJ', 'https://a:', '"', ' ']) {
    redactor.redact(unit.repeat(20_000));
  }
});

test('takes out what is secret within a value of several parts', () => {
  const connection =
    'SubscriptionId=1b2c;ResourceGroupName=lab;ApiKey=kQ9vR2nW7xYbT4;QuantumEndpoint=https://x.example/;';
  const redactor = redactorOf(
    connection,
    'someone:correct-horse-battery',
    '{"secretAccessKey":"wJalrXUtnFEMI/K7MDENG"}',
  );
  expect(redactor.redact('kQ9vR2nW7xYbT4 and correct-horse-battery and wJalrXUtnFEMI/K7MDENG')).toBe(
    `${redactionMark} and ${redactionMark} and ${redactionMark}`,
  );
  const keys = redactorOf('AKIDEXAMPLE:w/secret+of+account:session-token-of-it');
  expect(keys.redact('w/secret+of+account, session-token-of-it')).toBe(`${redactionMark}, ${redactionMark}`);
  expect(redactor.redact('the resource group lab, someone')).toBe('the resource group lab, someone');
});

test('takes out a key that begins as an address goes on', () => {
  const keys = redactorOf(
    'KEYOFTHEACCOUNT1:w/secret+of+account://session-token-of-it',
    'KEYOFTHEACCOUNT2://secret+of+it',
  );
  expect(keys.redact('w/secret+of+account, //session-token-of-it, //secret+of+it')).toBe(
    `${redactionMark}, ${redactionMark}, ${redactionMark}`,
  );
  expect(redactorOf('https://laboratory.example').redact('//laboratory.example')).toBe('//laboratory.example');
});

test('takes out a secret with a percent sign, its letters as they are, whatever is escaped beside them', () => {
  const redactor = redactorOf('half%AA>of<it');
  expect(redactor.redact('half%AA\\u003eof\\u003cit')).toBe(redactionMark);
  expect(redactor.redact('half%25AA%3eof%3cit')).toBe(redactionMark);
});
