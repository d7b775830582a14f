import * as z from 'zod/mini';

/** A program or service that launches instances for people, by the traces that it leaves in tags and records. */
export const Tool = z.enum([
  'toil',
  'parallelcluster',
  'batch',
  'karpenter',
  'eks',
  'emr',
  'service-catalog',
  'cloudformation',
  'auto-scaling-group',
  'ec2-fleet',
  'spot',
  'launch-template',
]);
export type Tool = z.infer<typeof Tool>;
