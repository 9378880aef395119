import { fileURLToPath } from 'node:url';

/** The folder of the project, ending in a separator. */
export const projectRoot: string = fileURLToPath(new URL('..', import.meta.url));
