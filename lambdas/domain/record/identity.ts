import * as z from 'zod/mini';

/**
 * Who made a call, as the record of the call says. `invokedBy` is the AWS service that made it for them, or the account
 * of the product provider to whom they delegated it.
 */
export const Identity = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('iam-user'),
    userName: z.nullable(z.string()),
    invokedBy: z.nullable(z.string()),
  }),
  /** Of GetFederationToken: the caller chose `name`; `issuer` is the IAM user who called it. */
  z.object({
    is: z.literal('federated-user'),
    name: z.nullable(z.string()),
    issuer: z.nullable(z.string()),
    invokedBy: z.nullable(z.string()),
  }),
  /** Of a permission set of IAM Identity Center, which names the session after its user. */
  z.object({
    is: z.literal('identity-center-session'),
    userName: z.string(),
    roleName: z.string(),
    invokedBy: z.nullable(z.string()),
  }),
  /** Of an instance profile: its session is named after the instance. */
  z.object({
    is: z.literal('instance-session'),
    instanceId: z.string(),
    roleName: z.string(),
    invokedBy: z.nullable(z.string()),
  }),
  /** Of any other role: the caller of AssumeRole chose `sessionName`. */
  z.object({
    is: z.literal('role-session'),
    roleName: z.string(),
    sessionName: z.nullable(z.string()),
    accessKeyId: z.nullable(z.string()),
    /** A role that only an AWS service assumes. */
    serviceLinked: z.boolean(),
    invokedBy: z.nullable(z.string()),
  }),
  /** The root user, a service, another account, a web or SAML identity, or none at all: nobody in particular. */
  z.object({ is: z.literal('nobody'), type: z.string(), invokedBy: z.nullable(z.string()) }),
]);
export type Identity = z.infer<typeof Identity>;
