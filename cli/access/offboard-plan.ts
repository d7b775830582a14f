import type { Assignment } from '../../infra/config/access.ts';
import type { Configuration } from '../../infra/config/configuration.ts';
import { iso } from '../../lambdas/domain/instant.ts';
import { type GatewayUser, REFUSAL_NAME, type Revocation } from '../aws/gateway-users.ts';
import { few } from '../style.ts';

/** What is known of a person who leaves. */
export type Leaver = {
  readonly userName: string;
  /** Null if the gateway has no such user. */
  readonly user: GatewayUser | null;
  /** Everybody's, in the configuration. */
  readonly assignments: readonly Assignment[];
  /** Whether a session has its user's name, as deployed. */
  readonly hasSessionNames: boolean;
  /** The change of the configuration; null if it does not list the person. */
  readonly diff: readonly string[] | null;
  /** Where else the configuration has their address. */
  readonly alsoIn: readonly string[];
  readonly hasMails: boolean;
  /** Whether the hub is another account, and no role was given with which to act there. */
  readonly isHubOutOfReach: boolean;
};

/** A change in AWS. */
export type Action =
  | { readonly is: 'refuse' | 'remove-password' | 'stop-mails' }
  | { readonly is: 'disable-key'; readonly keyId: string }
  | ({ readonly is: 'revoke' } & Revocation);

/**
 * A step, in the order in which they are taken. `to do` has actions; `done` needs none; `kept` is left as it is, on purpose;
 * `yours` is what a person does. A step that is `closing` takes a way in away.
 */
export type Step = {
  readonly is: 'to do' | 'done' | 'kept' | 'yours';
  readonly title: string;
  readonly notes: readonly string[];
  /** Lines to be copied as they are. */
  readonly verbatim: readonly string[];
  readonly actions: readonly Action[];
  readonly isClosing: boolean;
};

const step = (
  is: Step['is'],
  title: string,
  notes: readonly string[] = [],
  more: Partial<Step> = {},
): Step => ({
  is,
  title,
  notes,
  verbatim: [],
  actions: [],
  isClosing: false,
  ...more,
});

/** A step that closes a way in: nothing to do if there are no actions. */
const closing = (title: string, notes: readonly string[], actions: readonly Action[]): Step =>
  step(actions.length > 0 ? 'to do' : 'done', title, notes, { actions, isClosing: true });

const placeOf = ({ role, subAccount }: Assignment): string => `${role} in ${subAccount}`;

/**
 * Refuses everything to sessions that began before an instant: a person's, by the session's name, or everybody's. The second
 * has the name that the console gives it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 * aws:userid of a session is `<id of the role>:<name of the session>`:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const revocation = (userName: string, isTheirsAlone: boolean, now: Date) => ({
  policyName: isTheirsAlone ? `tag-enforcement-revoked-${userName}` : 'AWSRevokeOlderSessions',
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: {
          DateLessThan: { 'aws:TokenIssueTime': iso(now.getTime()) },
          ...(isTheirsAlone ? { StringLike: { 'aws:userid': `*:${userName}` } } : {}),
        },
      },
    ],
  },
});

const sessionsStep = (leaver: Leaver, isToRevoke: boolean, now: Date): Step => {
  const { userName, assignments, hasSessionNames } = leaver;
  const theirs = assignments.filter((one) => one.userName === userName);
  if (theirs.length === 0) {
    return step('kept', 'open sessions end within 12 hours', [
      'The configuration gives them no role, so no session is known that could be revoked.',
    ]);
  }
  const places = few(theirs.map(placeOf));
  const others = new Set(
    assignments
      .filter((one) => theirs.some(({ accountId, role }) => one.accountId === accountId && one.role === role))
      .map((one) => one.userName),
  );
  others.delete(userName);
  const whose = hasSessionNames
    ? 'Theirs alone, by its name. One that began before requireSessionName was deployed may have another.'
    : `Everybody else's of the same roles end too, running jobs of Toil among them, since sessions do not have their users' names (requireSessionName). It concerns ${few([...others]) || 'nobody else whom the configuration lists'}.`;
  if (!isToRevoke) {
    return step('kept', `open sessions end within 12 hours: ${places}`, [`--revoke ends them now. ${whose}`]);
  }
  const actions = theirs.map(
    ({ accountId, role }): Action => ({
      is: 'revoke',
      accountId,
      role,
      ...revocation(userName, hasSessionNames, now),
    }),
  );
  return step('to do', `open sessions revoked: ${places}`, [whose], { actions });
};

const userSteps = (user: GatewayUser): Step[] => {
  const active = user.keys.filter(({ isActive }) => isActive);
  return [
    closing(
      'the user is refused everything in the gateway',
      [`By the policy ${REFUSAL_NAME}: whoever has a page open there can switch to no role any more.`],
      user.isRefused ? [] : [{ is: 'refuse' }],
    ),
    closing(
      `access keys disabled${active.length > 0 ? `: ${active.map(({ id }) => id).join(', ')}` : ''}`,
      [],
      active.map(({ id }): Action => ({ is: 'disable-key', keyId: id })),
    ),
    closing('console password removed', [], user.hasPassword ? [{ is: 'remove-password' }] : []),
    ...(user.mfaDevices.length > 0
      ? [
          step('kept', `MFA devices: ${few(user.mfaDevices)}`, [
            'They let nobody in without the password or a key, and their serial numbers say whose old sessions were. They go with the user.',
          ]),
        ]
      : []),
  ];
};

/** The lists of addresses that have the person's. */
export const addressIn = ({ administrators, subAccounts }: Configuration, userName: string): string[] => [
  ...(administrators.includes(userName) ? ['administrators'] : []),
  ...subAccounts
    .filter(({ programManagers }) => programManagers.includes(userName))
    .map(({ name }) => `programManagers of ${name}`),
];

/** What is to be done when a person leaves, in this order: ways in first, then what is open, then what is left. */
export const planOffboarding = (leaver: Leaver, isToRevoke: boolean, now: Date): Step[] => {
  const { userName, user, diff, alsoIn, hasMails, isHubOutOfReach } = leaver;
  const hubNotes =
    hasMails && isHubOutOfReach ? ['They are in the hub, another account: give --role NAME.'] : [];
  return [
    ...(user ? userSteps(user) : [step('done', 'the gateway has no such user')]),
    sessionsStep(leaver, isToRevoke, now),
    diff
      ? step(
          'yours',
          'assignments out of the configuration (git apply takes this), then npx cdk deploy --all',
          [],
          {
            verbatim: diff,
          },
        )
      : step('done', 'the configuration lists no such person'),
    ...(alsoIn.length > 0
      ? [step('yours', `their address is also in ${alsoIn.join(', ')}: they get mails as long as it is`)]
      : []),
    step(
      hasMails ? 'to do' : 'done',
      'topic and subscriptions removed, and they are not asked again',
      hubNotes,
      {
        actions: hasMails ? [{ is: 'stop-mails' }] : [],
      },
    ),
    step('yours', `what they still own: npm run owned -- ${userName}`, [
      'The user stays: it is whose the old records are. Delete it when they own nothing more.',
    ]),
  ];
};
