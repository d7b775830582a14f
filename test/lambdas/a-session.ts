import type { Session } from '../../lambdas/domain/record/session.ts';

export const GATEWAY = '652235167018';
export const KEY = 'ASIAXEXAMPLE00000001';

/** The session of KEY in the record of the role's account, for the user of id AIDABOB. */
export const aSession = (
  caller: Partial<Session['caller']> = {},
  overrides: Partial<Omit<Session, 'caller'>> = {},
): Session => ({
  accessKeyId: KEY,
  assumedRoleId: 'AROAXEXAMPLEROLE00001:botocore-session-1793722800',
  sessionName: 'botocore-session-1793722800',
  serialNumber: null,
  eventTime: '2026-11-03T15:58:02Z',
  ...overrides,
  caller: {
    type: 'AWSAccount',
    principalId: 'AIDABOB',
    accountId: GATEWAY,
    userName: null,
    accessKeyId: null,
    ...caller,
  },
});
