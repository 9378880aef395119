import { join } from 'node:path';
import { productFolder } from './installation.ts';

/** The data sets that come with the product. */
export const builtinDataFolder = join(productFolder, 'media', 'datasets');
