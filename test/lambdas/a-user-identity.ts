/** CloudTrail's `userIdentity` of a call in a role's session; `path` is the role's. */
export const aSessionIdentity = (role: string, name: string, more: object = {}, path = '/') => ({
  type: 'AssumedRole',
  principalId: `AROAXEXAMPLEROLE00001:${name}`,
  arn: `arn:aws:sts::422448306679:assumed-role/${role}/${name}`,
  accountId: '422448306679',
  accessKeyId: 'ASIAXEXAMPLE00000001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAXEXAMPLEROLE00001',
      arn: `arn:aws:iam::422448306679:role${path}${role}`,
      accountId: '422448306679',
      userName: role,
    },
    attributes: { creationDate: '2026-11-03T15:58:02Z', mfaAuthenticated: 'true' },
    ...more,
  },
});

export const IDENTITY_CENTER_PATH = '/aws-reserved/sso.amazonaws.com/us-west-2/';
export const SERVICE_LINKED_PATH = '/aws-service-role/autoscaling.amazonaws.com/';
