import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  GetCredentialReportCommand,
  GetRoleCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { type ClientSettings, pages } from './access.ts';

/** The credential report, as CSV, and when IAM made it. */
export type RawReport = { readonly text: string; readonly madeAt: Date };

/** A user with the policies that hold for them: their own, attached ones, and those of their groups. */
export type UserPolicies = {
  readonly userName: string;
  readonly createdAt: Date;
  readonly policies: readonly unknown[];
};

/** A role's use; null if the account has no such role. */
export type RoleUse = { readonly createdAt: Date; readonly usedAt: Date | null } | null;

/** A session that a user of the gateway began. */
export type SeenSession = {
  readonly userName: string;
  readonly sessionName: string;
  readonly roleArn: string;
  readonly at: Date;
};

/** Tries of the report, and the time between them: a new one takes some seconds. */
const REPORT_TRIES = 30;
const REPORT_PAUSE_MS = 2000;

const credentialReport =
  (iam: IAMClient, pause: (ms: number) => Promise<void>) => async (): Promise<RawReport> => {
    for (let tries = 0; tries < REPORT_TRIES; tries += 1) {
      const { State } = await iam.send(new GenerateCredentialReportCommand({}));
      if (State === 'COMPLETE') break;
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
export const policiesOfUsers = (details: readonly Details[]): UserPolicies[] => {
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
export const readGateway = (
  settings: ClientSettings,
  iam = new IAMClient(settings),
  pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)),
) => ({
  credentialReport: credentialReport(iam, pause),
  users: async (): Promise<UserPolicies[]> => {
    const details: Details[] = [];
    await pages(
      async (Marker) => {
        const page = await iam.send(
          new GetAccountAuthorizationDetailsCommand({
            // Administrators have AWS's own policies: without them they would seem to be allowed nothing.
            Filter: ['User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
            MaxItems: 1000,
            ...(Marker ? { Marker } : {}),
          }),
        );
        details.push(page);
        return page;
      },
      () => [],
      ({ IsTruncated, Marker }) => (IsTruncated ? Marker : undefined),
    );
    return policiesOfUsers(details);
  },
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
