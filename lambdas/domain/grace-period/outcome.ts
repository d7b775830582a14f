import * as z from 'zod/mini';

/** What has become of an instance: the names are an interface (docs/design.md, "Local"). */
export const Decision = z.enum([
  'warned',
  'complied',
  'repaired',
  'inherited',
  'invalid',
  'terminated',
  'stopped',
  'held',
  'would-terminate',
  'noticed',
  'gone',
  'exempt',
  'failed',
]);
export type Decision = z.infer<typeof Decision>;

/** A decision and every instance of the launch that it holds for. */
export const Outcome = z.object({ decision: Decision, reason: z.string(), instanceIds: z.array(z.string()) });
export type Outcome = z.infer<typeof Outcome>;
