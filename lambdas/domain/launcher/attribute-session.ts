import type { Identity } from '../record/identity.ts';
import { throughService } from '../record/service-name.ts';
import type { Gathered, Missing } from './gathered.ts';
import { type Launcher, launcherOf, nobody, person } from './launcher.ts';
import { holderOf } from './session-holder.ts';

type RoleSession = Extract<Identity, { is: 'role-session' }>;

/** The person behind a role's session, or the next thing to look up. A role that only a service assumes has none. */
export const attributeSession = (
  identity: RoleSession,
  gathered: Gathered,
  gatewayAccountId: string,
): Launcher | Missing => {
  if (identity.serviceLinked) return launcherOf(identity);
  const holder = holderOf(identity, gathered, gatewayAccountId);
  if ('need' in holder) return holder;
  const { roleName, sessionName, invokedBy } = identity;
  const through = throughService(invokedBy);
  // A name that looks like a person's and is another's should not pass in silence; a program's says nothing.
  const claimed = sessionName?.includes('@') ? sessionName : null;
  if (holder.userName === null) {
    if (holder.assumedBy === null) return launcherOf(identity);
    const how = claimed ? `session named ${claimed} by` : 'assumed by';
    return nobody(`role ${roleName}, ${how} ${holder.assumedBy}${through}`);
  }
  const { userName, evidence } = holder;
  const as = claimed && claimed !== userName ? `, as ${claimed}` : '';
  switch (evidence) {
    case 'assume-role':
      return person(userName, evidence, `${userName} (who assumed role ${roleName}${as})${through}`);
    case 'mfa-device':
      return person(
        userName,
        evidence,
        `${userName} (whose MFA device opened role ${roleName}${as})${through}`,
      );
    case 'session-name': {
      const text =
        userName === sessionName
          ? `session named ${userName}, a name its caller chose`
          : `${userName} (by the name of the session that assumed role ${roleName})`;
      return person(userName, evidence, text + through);
    }
    default:
      return evidence satisfies never;
  }
};
