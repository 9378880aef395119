import { Failure } from '#core/base/failure.ts';

/** Where tasks write their results. */
export interface ResultPlace {
  readonly bucket: string;
  /** Without a slash at its ends. */
  readonly prefix: string;
}

const usualPrefix = 'hybridq';

/**
 * Reads `s3://bucket/prefix`.
 * @param id the backend, for the message
 * @throws Failure `invalid-input` for anything else, and for a bucket Amazon Braket does not write to
 */
export function resultPlace(results: string, id: string): ResultPlace {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(results) ?? [];
  if (!/^amazon-braket-[a-z0-9.-]+$/.test(bucket) || bucket.length > 63) {
    throw new Failure('invalid-input', `Backend '${id}' cannot write results to '${results}'.`, {
      advice: 'Name a bucket whose name begins with amazon-braket-, as in s3://amazon-braket-mine/results.',
    });
  }
  const prefix = path.replaceAll(/^\/+|\/+$/g, '');
  return { bucket, prefix: prefix === '' ? usualPrefix : prefix };
}
