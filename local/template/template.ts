import * as z from 'zod';

/** A resource of a CloudFormation template, its intrinsic functions as written. */
const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

/** A synthesized CloudFormation template, down to what is read of it. */
export const Template = z.object({ Resources: z.record(z.string(), Resource).default({}) });
export type Template = z.infer<typeof Template>;

/** A synthesized stack and where it would be deployed. */
export type Stack = {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly template: Template;
};
