import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  GetRoleCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
  NoSuchEntityException,
  paginateGetAccountAuthorizationDetails,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { readCredentialReport, readUserPolicies } from '../../lambdas/aws/read-access.ts';
import { wait } from '../../lambdas/concurrency.ts';
import type { RoleUse } from '../../lambdas/domain/access/findings.ts';
import { type ClientSettings, pages } from './access.ts';
import { readStack } from './stacks.ts';

/** A session that a user of the gateway began. */
export type SeenSession = {
  readonly userName: string;
  readonly sessionName: string;
  readonly roleArn: string;
  readonly at: Date;
};

const Session = z.object({
  userIdentity: z.object({ type: z.literal('IAMUser'), userName: z.string() }),
  requestParameters: z.object({ roleArn: z.string(), roleSessionName: z.string() }),
  errorCode: z.undefined().optional(),
});

/** Pages of a Region's records: LookupEvents answers twice a second, fifty at a time, the newest first. */
const MAX_PAGES = 20;

const sessionsIn = async (cloudTrail: CloudTrailClient): Promise<SeenSession[]> => {
  const seen: SeenSession[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await cloudTrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }],
        MaxResults: 50,
        ...(NextToken ? { NextToken } : {}),
      }),
    );
    for (const { CloudTrailEvent = '{}', EventTime = new Date(0) } of answer.Events ?? []) {
      const { data } = Session.safeParse(JSON.parse(CloudTrailEvent));
      if (!data) continue;
      const { roleArn, roleSessionName: sessionName } = data.requestParameters;
      seen.push({ userName: data.userIdentity.userName, sessionName, roleArn, at: EventTime });
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return seen;
};

/** Reads who may come into the gateway, and how they do. */
export const readGateway = (settings: ClientSettings, iam = new IAMClient(settings), pause = wait) => ({
  credentialReport: () => readCredentialReport(iam, pause),
  users: () => readUserPolicies(iam),
  /** The serial numbers of TOTP devices that are in use, by the name of their user. */
  totpDevices: async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const devices = await pages(
      (Marker) =>
        iam.send(
          new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned', ...(Marker ? { Marker } : {}) }),
        ),
      ({ VirtualMFADevices }) => VirtualMFADevices,
      ({ IsTruncated, Marker }) => (IsTruncated ? Marker : undefined),
    );
    const owned = devices.filter(({ User }) => User?.UserName !== undefined);
    return new Map(
      [...Map.groupBy(owned, ({ User }) => User?.UserName ?? '')].map(([userName, those]) => [
        userName,
        those.flatMap(({ SerialNumber }) => SerialNumber ?? []),
      ]),
    );
  },
  /** The newest sessions that users began in these Regions. */
  sessions: async (regions: readonly string[]): Promise<SeenSession[]> => {
    const seen: SeenSession[] = [];
    for (const region of regions)
      seen.push(...(await sessionsIn(new CloudTrailClient({ ...settings, region }))));
    return seen;
  },
});
export type GatewayReader = ReturnType<typeof readGateway>;

/** Reads when a role of an account was used last; IAM remembers 400 days. */
export const readRoleUse =
  (settings: ClientSettings, iam = new IAMClient(settings)) =>
  async (RoleName: string): Promise<RoleUse> => {
    try {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      return {
        createdAt: Role?.CreateDate ?? new Date(0),
        usedAt: Role?.RoleLastUsed?.LastUsedDate ?? null,
      };
    } catch (error) {
      if (error instanceof NoSuchEntityException) return null;
      throw error;
    }
  };

/** A group, role or managed policy of an account. */
export type IamEntity = {
  readonly kind: 'group' | 'role' | 'policy';
  readonly name: string;
  /** Of a role: whom its trust policy names, and the ARNs of its managed policies. */
  readonly trusts: readonly string[];
  readonly policies: readonly string[];
};

const Texts = z.union([z.string(), z.array(z.string())]).transform((texts) => [texts].flat());
const Statement = z.object({
  Effect: z.string(),
  Principal: z.union([z.literal('*').transform((all) => ({ AWS: [all] })), z.record(z.string(), Texts)]),
});
const Trust = z.object({ Statement: z.union([Statement, z.array(Statement)]) });

const roleFrom = ({ RoleName = '', ...role }: RoleDetail): IamEntity => {
  const document: unknown = JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument ?? '{}'));
  const { data } = Trust.safeParse(document);
  const trusts = [data?.Statement ?? []]
    .flat()
    .flatMap(({ Effect, Principal }) => (Effect === 'Allow' ? Object.values(Principal).flat() : []));
  const policies = (role.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);
  return { kind: 'role', name: RoleName, trusts, policies };
};

/** A first deployment that failed keeps what is retained, and the stack lists it. */
const NOT_DEPLOYED = /^(ROLLBACK_|REVIEW_IN_PROGRESS|DELETE_)/;

/** Reads the groups, roles and policies of an account that are not of this stack. */
export const readOthers = async (
  settings: ClientSettings,
  stackName: string,
  client = new IAMClient(settings),
  stackOf = readStack(settings),
): Promise<IamEntity[]> => {
  const stack = await stackOf(stackName);
  const ours = new Set(stack && !NOT_DEPLOYED.test(stack.status) ? stack.physicalIds.values() : []);
  const others: IamEntity[] = [];
  const Filter = ['Group', 'Role', 'LocalManagedPolicy'] as const;
  for await (const page of paginateGetAccountAuthorizationDetails({ client }, { Filter: [...Filter] })) {
    const plain = { trusts: [], policies: [] };
    const groups = (page.GroupDetailList ?? []).map(({ GroupName: name = '' }) => name);
    const policies = (page.Policies ?? []).filter(({ Arn = '' }) => !ours.has(Arn));
    others.push(
      ...groups.filter((name) => !ours.has(name)).map((name) => ({ kind: 'group', name, ...plain }) as const),
      ...policies.map(({ PolicyName: name = '' }) => ({ kind: 'policy', name, ...plain }) as const),
      ...(page.RoleDetailList ?? []).map(roleFrom).filter(({ name }) => !ours.has(name)),
    );
  }
  return others;
};
