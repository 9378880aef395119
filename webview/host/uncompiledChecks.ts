import * as z from 'zod';

/**
 * Imported before any schema: zod otherwise tries, as it builds one, whether it may compile code, which the page's policy
 * forbids and reports.
 */
z.config({ jitless: true });
