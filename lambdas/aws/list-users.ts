import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import type { User } from '../domain/launcher/directory.ts';
import { type AssumeRole, clientIn } from './credentials.ts';

/** Lists the IAM users of the gateway account; its directory role is assumed. */
export type ListUsers = () => Promise<User[]>;

/** Where IAM's one endpoint is. https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const IAM_REGION = 'us-east-1';

export const listUsers = (assumeRole: AssumeRole, gatewayAccountId: string): ListUsers => {
  const iamIn = clientIn(assumeRole, (settings) => new IAMClient(settings));
  return async () => {
    const iam = await iamIn(gatewayAccountId, IAM_REGION);
    const users: User[] = [];
    let Marker: string | undefined;
    do {
      // A page may hold fewer than were asked for while more follow: only IsTruncated tells.
      const page = await iam.send(new ListUsersCommand({ MaxItems: 1000, ...(Marker ? { Marker } : {}) }));
      users.push(
        ...(page.Users ?? []).flatMap(({ UserName, UserId }) =>
          UserName && UserId ? [{ userName: UserName, userId: UserId }] : [],
        ),
      );
      Marker = page.IsTruncated ? page.Marker : undefined;
    } while (Marker);
    return users;
  };
};
