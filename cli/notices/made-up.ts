import type { GroupMail } from '../../lambdas/aws/mail-tables.ts';
import type { NoticeInput } from '../../lambdas/domain/grace-period/input.ts';
import type { TerminationResult } from '../../lambdas/domain/grace-period/order.ts';
import type { InstanceLine, Round } from '../../lambdas/domain/grace-period/round.ts';
import type { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Launcher } from '../../lambdas/domain/record/launcher.ts';
import type { Verdict } from '../../lambdas/domain/verdict/verdict.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { resourceId } from '../../local/sample/made-up.ts';

/** A kind of message, and what it is about. */
export type Kind = {
  readonly title: string;
  readonly input: NoticeInput;
  /** What the table answers about an Auto Scaling group. */
  readonly claim?: GroupMail;
  /** Whether nobody reads the person's topic. */
  readonly unread?: boolean;
};

/** So many ids that look like EC2's. */
export const ids = (prefix: 'i' | 'vol', count: number, of = 'notices'): string[] =>
  Array.from({ length: count }, (_, index) => resourceId('i', `${of} ${index}`).replace(/^i/, prefix));

export const [FIRST = '', SECOND = '', THIRD = ''] = ids('i', 3);

export const MISSING: Verdict = { is: 'noncompliant', reason: 'owner-missing' };

export const MKIM: Launcher = {
  userName: 'mkim@ucsc.edu',
  description: 'mkim@ucsc.edu (session of the role developer)',
  evidence: 'assume-role',
};

export const NOBODY: Launcher = {
  userName: null,
  description: 'role developer, session named botocore-session-1793722800',
  evidence: null,
};

const launch: Launch = {
  accountId: PANGENOMICS,
  region: 'us-west-2',
  key: { filter: 'reservation-id', value: resourceId('r', 'notices') },
  eventTime: '2026-11-03T17:00:37Z',
  eventId: null,
  launcher: NOBODY,
  instanceIds: [],
};

export const line = (instanceId: string, name: string, more: Partial<InstanceLine> = {}): InstanceLine => ({
  instanceId,
  instanceType: 'r6i.8xlarge',
  name,
  ...more,
});

/** A round at the warning time, of what is given. */
export const round = (more: Partial<Round>): Round => ({
  checkedAt: '2026-11-03T17:02:37Z',
  findings: [{ verdict: MISSING, instanceIds: [FIRST] }],
  warned: { instanceIds: [], at: null },
  toRepair: [],
  toWarn: [FIRST],
  toTerminate: [],
  deadline: '2026-11-03T17:10:37Z',
  until: '2026-11-03T17:10:37Z',
  examples: [line(FIRST, 'giraffe-hprc')],
  paused: false,
  held: false,
  ...more,
});

/** A round at the deadline, with what EC2 answered. */
export const lastRound = (more: Partial<Round>): Round =>
  round({
    checkedAt: '2026-11-03T17:10:38Z',
    toWarn: [],
    toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: [FIRST] }],
    until: null,
    ...more,
  });

/** The input of `notice`. */
export const input = (
  check: NoticeInput['check'],
  launcher: Launcher = MKIM,
  mode: 'dry-run' | 'enforce' = 'enforce',
): NoticeInput => ({
  launch,
  cause: 'launch',
  account: { name: 'pangenomics', mode },
  warnAt: '2026-11-03T17:02:37Z',
  launcher,
  check,
});

/** The last round, once EC2 has answered so about the first instance. */
export const answered = (
  { result, reason }: Pick<TerminationResult, 'result' | 'reason'>,
  more: Parameters<typeof lastRound>[0] = {},
): NoticeInput => ({
  ...input(lastRound(more)),
  terminations: { results: [{ result, reason, instanceIds: [FIRST] }], unfinished: [], ifGone: [] },
});

export const THREE = [FIRST, SECOND, THIRD];

export const THREE_LINES = [line(FIRST, 'giraffe-1'), line(SECOND, 'giraffe-2'), line(THIRD, 'giraffe-3')];

export const NEAR_MISS: Verdict = {
  is: 'noncompliant',
  reason: 'near-miss',
  tag: { key: 'owner', value: 'mkim@ucsc.edu' },
  owner: 'mkim@ucsc.edu',
};
