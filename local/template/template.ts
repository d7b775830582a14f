import * as z from 'zod';

/** A resource of a CloudFormation template, its intrinsic functions as written. */
const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource>;

/** A synthesized CloudFormation template. */
export const Template = z.looseObject({ Resources: z.record(z.string(), Resource).default({}) });
export type Template = z.infer<typeof Template>;

/** A synthesized stack and where it would be deployed. */
export type Stack = {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly template: Template;
};
