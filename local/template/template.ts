import * as z from 'zod';

/** A resource of a CloudFormation template, with its intrinsic functions unresolved. */
const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource>;

/** A synthesized CloudFormation template. */
export const Template = z.looseObject({ Resources: z.record(z.string(), Resource).default({}) });
export type Template = z.infer<typeof Template>;

/** A synthesized stack, with the account and Region that it would be deployed to. */
export type Stack = {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly template: Template;
};
