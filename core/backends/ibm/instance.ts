import { Failure } from '#core/base/failure.ts';

/** An instance of IBM Quantum Platform, as its cloud resource name says it. */
export interface IbmInstance {
  /** The name as a whole. */
  readonly crn: string;
  readonly region: string;
}

/** Where instances are created; others are tried all the same. */
export const ibmRegions = ['us-east', 'eu-de'] as const;

/**
 * Reads a cloud resource name such as `crn:v1:bluemix:public:quantum-computing:us-east:a/<account>:<instance>::`.
 * @throws Failure `invalid-input` for anything else
 */
export function ibmInstance(crn: string, backend: string): IbmInstance {
  const [scheme, version, , , service, region = '', account = '', instance = ''] = crn.split(':');
  const isWhole = scheme === 'crn' && version === 'v1' && account.startsWith('a/') && instance !== '';
  if (isWhole && service === 'quantum-computing' && /^[a-z]{2}-[a-z]+(-\d+)?$/.test(region)) return { crn, region };
  throw new Failure('invalid-input', `The instance of backend '${backend}' is no cloud resource name of IBM Quantum.`, {
    advice:
      'Copy the CRN of the instance from quantum.cloud.ibm.com/instances; it looks like crn:v1:bluemix:public:quantum-computing:us-east:a/…:…::',
  });
}

/** The address of the service in the region of an instance. */
export function ibmEndpoint({ region }: IbmInstance): string {
  return region === 'us-east'
    ? 'https://quantum.cloud.ibm.com/api/v1'
    : `https://${region}.quantum.cloud.ibm.com/api/v1`;
}
