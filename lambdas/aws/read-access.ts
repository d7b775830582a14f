import {
  GenerateCredentialReportCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  GetCredentialReportCommand,
  IAMClient,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { wait } from '../concurrency.ts';
import type { RoleUse, UserPolicies } from '../domain/access/findings.ts';
import { CredentialReportNotMade } from '../domain/errors.ts';
import type { AssumeRole } from './credentials.ts';
import { PATIENT } from './list-resources.ts';

/** The credential report, as CSV, and when IAM made it. */
export type RawReport = { readonly text: string; readonly madeAt: Date };

/** Tries of the report, and the time between them: a new one takes some seconds. */
const REPORT_TRIES = 30;
const REPORT_PAUSE_MS = 2000;

/**
 * Has IAM make its credential report, and reads it.
 *
 * @throws CredentialReportNotMade if IAM has not made it in time
 */
export const readCredentialReport = async (iam: IAMClient, pause = wait): Promise<RawReport> => {
  for (let tries = 1; ; tries += 1) {
    const { State } = await iam.send(new GenerateCredentialReportCommand({}));
    if (State === 'COMPLETE') break;
    if (tries >= REPORT_TRIES) throw new CredentialReportNotMade((REPORT_TRIES * REPORT_PAUSE_MS) / 1000);
    await pause(REPORT_PAUSE_MS);
  }
  const { Content, GeneratedTime } = await iam.send(new GetCredentialReportCommand({}));
  return { text: Buffer.from(Content ?? []).toString('utf8'), madeAt: GeneratedTime ?? new Date(0) };
};

type Details = Pick<
  GetAccountAuthorizationDetailsCommandOutput,
  'UserDetailList' | 'GroupDetailList' | 'Policies'
>;

/** URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
const documentOf = (encoded = '{"Statement":[]}'): unknown => JSON.parse(decodeURIComponent(encoded));

/** The policies of each user, from all that the account has. */
const policiesOfUsers = (details: readonly Details[]): UserPolicies[] => {
  const managed = new Map(
    details
      .flatMap(({ Policies = [] }) => Policies)
      .map(({ Arn, PolicyVersionList = [], DefaultVersionId }) => [
        Arn,
        documentOf(PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId)?.Document),
      ]),
  );
  const groups = new Map(
    details
      .flatMap(({ GroupDetailList = [] }) => GroupDetailList)
      .map(({ GroupName, GroupPolicyList = [], AttachedManagedPolicies = [] }) => [
        GroupName,
        [
          ...GroupPolicyList.map(({ PolicyDocument }) => documentOf(PolicyDocument)),
          ...AttachedManagedPolicies.flatMap(({ PolicyArn }) => managed.get(PolicyArn) ?? []),
        ],
      ]),
  );
  return details
    .flatMap(({ UserDetailList = [] }) => UserDetailList)
    .map(({ UserName = '', CreateDate = new Date(0), ...user }) => ({
      userName: UserName,
      createdAt: CreateDate,
      policies: [
        ...(user.UserPolicyList ?? []).map(({ PolicyDocument }) => documentOf(PolicyDocument)),
        ...(user.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => managed.get(PolicyArn) ?? []),
        ...(user.GroupList ?? []).flatMap((group) => groups.get(group) ?? []),
      ],
    }));
};

const PAGE = { pageSize: 1000 };

/** The users of the account with the policies that hold for them. */
export const readUserPolicies = async (client: IAMClient): Promise<UserPolicies[]> => {
  const details: Details[] = [];
  const pages = paginateGetAccountAuthorizationDetails(
    { client, ...PAGE },
    // Administrators have AWS's own policies: without them they would seem to be allowed nothing.
    { Filter: ['User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
  );
  for await (const page of pages) details.push(page);
  return policiesOfUsers(details);
};

/** When the roles of the account were used last, by their names; IAM remembers 400 days. */
const readRoleUses = async (client: IAMClient): Promise<ReadonlyMap<string, RoleUse>> => {
  const uses = new Map<string, RoleUse>();
  const pages = paginateGetAccountAuthorizationDetails({ client, ...PAGE }, { Filter: ['Role'] });
  for await (const { RoleDetailList = [] } of pages) {
    for (const { RoleName = '', CreateDate, RoleLastUsed } of RoleDetailList) {
      uses.set(RoleName, {
        createdAt: CreateDate ?? new Date(0),
        usedAt: RoleLastUsed?.LastUsedDate ?? null,
      });
    }
  }
  return uses;
};

/** Reads who has access: in the gateway, and in a sub-account. */
export type AccessReaders = {
  credentialReport(): Promise<RawReport>;
  users(): Promise<UserPolicies[]>;
  roleUses(accountId: string): Promise<ReadonlyMap<string, RoleUse>>;
};

/** Makes readers that assume a role in the gateway account, and one in each sub-account. */
export const accessReaders = (
  gatewayId: string,
  inGateway: AssumeRole,
  inSubAccount: AssumeRole,
  iamWith = (credentials: Awaited<ReturnType<AssumeRole>>) => new IAMClient({ ...PATIENT, credentials }),
): AccessReaders => ({
  credentialReport: async () => readCredentialReport(iamWith(await inGateway(gatewayId))),
  users: async () => readUserPolicies(iamWith(await inGateway(gatewayId))),
  roleUses: async (accountId) => readRoleUses(iamWith(await inSubAccount(accountId))),
});
