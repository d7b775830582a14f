import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

/** A resource that the stand-in has. Null tags: it was never tagged, so the tagging API does not show it. */
type Made = { readonly arn: string; readonly tags: Readonly<Record<string, string>> | null };

/** How many resources there are, and what goes wrong. */
type StandInProps = {
  /** The resources of an account and Region; none for `global`. */
  readonly resourcesOf: (accountId: string, region: string) => readonly Made[];
  /** Each call of this number is throttled once, counted over all calls. 0: none. */
  readonly throttleEvery: number;
  /** Regions, as `account region`, in which AWS refuses every call. */
  readonly refused: ReadonlySet<string>;
  /** Regions, as `account region`, without an index of Resource Explorer. */
  readonly withoutIndex: ReadonlySet<string>;
};

/** A running stand-in of AWS. Credentials name the account: their access key is its id. */
export type StandIn = {
  readonly url: string;
  /** How often each action was answered. What was throttled does not count. */
  readonly calls: ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
};

type Call = {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly accountId: string;
  readonly region: string;
};
type Answer = { readonly status: number; readonly body: string; readonly isXml: boolean };

const Scope = /Credential=(\d{12})\/\d+\/([^/]+)\/([^/]+)\//;

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: string[] = [];
  request.setEncoding('utf8');
  for await (const chunk of request) chunks.push(z.string().parse(chunk));
  return chunks.join('');
};

const callIn = async (request: IncomingMessage): Promise<Call> => {
  const body = await read(request);
  const [, accountId = '', region = '', service = ''] = Scope.exec(request.headers.authorization ?? '') ?? [];
  const isQuery = service === 'ec2' || service === 'iam';
  const input: Record<string, unknown> = isQuery
    ? Object.fromEntries(new URLSearchParams(body))
    : z.record(z.string(), z.unknown()).parse(JSON.parse(body || '{}'));
  const target = String(request.headers['x-amz-target'] ?? '');
  const action = isQuery ? String(input.Action) : (target.split('.')[1] ?? request.url?.slice(1) ?? '');
  return { action, input, accountId, region };
};

const json = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value), isXml: false });
const xml = (action: string, inner: string): Answer => ({
  status: 200,
  body: `<${action}Response>${inner}</${action}Response>`,
  isXml: true,
});

/** A page of a list from the token on, which is the place of its first item; and the token of the next one. */
const pageOf = <Item>(
  all: readonly Item[],
  token: unknown,
  size: number,
): { page: readonly Item[]; next: string } => {
  const from = Number(token ?? 0) || 0;
  return { page: all.slice(from, from + size), next: from + size < all.length ? String(from + size) : '' };
};

const list = (tags: Readonly<Record<string, string>> | null) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const token = (next: string): string => (next ? `<nextToken>${next}</nextToken>` : '');

/** The answers of EC2: only volumes and instances exist. Each page is as large as asked for. */
const describe = ({ action, input }: Call, made: readonly Made[]): Answer => {
  const size = Number(input.MaxResults);
  const of = (type: string) => made.filter(({ arn }) => arn.includes(`:${type}/`));
  switch (action) {
    case 'DescribeTags': {
      const all = made
        .filter(({ arn }) => arn.startsWith('arn:aws:ec2:'))
        .flatMap(({ arn, tags }) => list(tags).map((tag) => ({ id: idOf(arn), ...tag })));
      const { page, next } = pageOf(all, input.NextToken, size);
      const items = page.map(
        ({ id, Key, Value }) =>
          `<item><resourceId>${id}</resourceId><key>${Key}</key><value>${Value}</value></item>`,
      );
      return xml(action, `<tagSet>${items.join('')}</tagSet>${token(next)}`);
    }
    case 'DescribeVolumes': {
      const { page, next } = pageOf(of('volume'), input.NextToken, size);
      const items = page.map(
        ({ arn }) => `<item><volumeId>${idOf(arn)}</volumeId><status>in-use</status></item>`,
      );
      return xml(action, `<volumeSet>${items.join('')}</volumeSet>${token(next)}`);
    }
    case 'DescribeInstances': {
      const { page, next } = pageOf(of('instance'), input.NextToken, size);
      const items = page.map(
        ({ arn }) =>
          `<item><instanceId>${idOf(arn)}</instanceId><imageId>ami-1</imageId><instanceState><name>running</name></instanceState></item>`,
      );
      return xml(
        action,
        `<reservationSet><item><instancesSet>${items.join('')}</instancesSet></item></reservationSet>${token(next)}`,
      );
    }
    default:
      return xml(action, '');
  }
};

const answerTo = (call: Call, props: StandInProps): Answer => {
  const { action, input, accountId, region } = call;
  const made = props.resourcesOf(accountId, region);
  switch (action) {
    case 'GetIndex':
      return props.withoutIndex.has(`${accountId} ${region}`)
        ? { status: 404, body: JSON.stringify({ Message: 'no index' }), isXml: false }
        : json({ State: 'ACTIVE', Type: 'LOCAL' });
    case 'GetView':
      return json({ View: { IncludedProperties: [{ Name: 'tags' }], Filters: { FilterString: '' } } });
    case 'ListResources': {
      const isGlobal = JSON.stringify(input.Filters).includes('region:global');
      const { page, next } = pageOf(isGlobal ? [] : made, input.NextToken, Number(input.MaxResults));
      return json({
        ViewArn: `arn:aws:resource-explorer-2:${region}:${accountId}:view/all/1`,
        ...(next ? { NextToken: next } : {}),
        Resources: page.map(({ arn, tags }) => ({
          Arn: arn,
          OwningAccountId: accountId,
          Region: region,
          Properties: tags ? [{ Name: 'tags', Data: list(tags) }] : [],
        })),
      });
    }
    case 'GetResources': {
      const shown = input.ResourceTypeFilters ? [] : made.filter(({ tags }) => tags !== null);
      const { page, next } = pageOf(shown, input.PaginationToken, Number(input.ResourcesPerPage));
      return json({
        PaginationToken: next,
        ResourceTagMappingList: page.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: list(tags) })),
      });
    }
    case 'GetAccountAuthorizationDetails':
      return xml(action, `<${action}Result><IsTruncated>false</IsTruncated></${action}Result>`);
    default:
      return describe(call, made);
  }
};

const refusal = (code: string, status: number, isXml: boolean): Answer => ({
  status,
  isXml,
  body: isXml
    ? `<Response><Errors><Error><Code>${code}</Code><Message>refused</Message></Error></Errors></Response>`
    : JSON.stringify({ __type: code, message: 'refused' }),
});

const send = (response: ServerResponse, { status, body, isXml }: Answer, code: string): void => {
  response.writeHead(status, {
    'content-type': isXml ? 'text/xml' : 'application/json',
    ...(code ? { 'x-amzn-errortype': code } : {}),
  });
  response.end(body);
};

/** Starts the stand-in on a free port of this machine. */
export const standInAws = async (props: StandInProps): Promise<StandIn> => {
  const calls = new Map<string, number>();
  let received = 0;
  const server = createServer(async (request, response) => {
    const call = await callIn(request);
    const isXml = /^(Describe|GetAccount)/.test(call.action);
    received += 1;
    if (props.throttleEvery > 0 && received % props.throttleEvery === 0) {
      const code = isXml ? 'RequestLimitExceeded' : 'ThrottlingException';
      send(response, refusal(code, isXml ? 503 : 400, isXml), isXml ? '' : code);
      return;
    }
    calls.set(call.action, (calls.get(call.action) ?? 0) + 1);
    if (props.refused.has(`${call.accountId} ${call.region}`)) {
      const code = isXml ? 'OptInRequired' : 'UnrecognizedClientException';
      send(response, refusal(code, 401, isXml), isXml ? '' : code);
      return;
    }
    const answer = answerTo(call, props);
    send(response, answer, answer.status === 404 ? 'ResourceNotFoundException' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = z.custom<AddressInfo>((value) => typeof value === 'object').parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const SERVICES = [
  (region: string, account: string, i: number) => `arn:aws:sqs:${region}:${account}:q-${i}`,
  (region: string, account: string, i: number) => `arn:aws:dynamodb:${region}:${account}:table/t-${i}`,
  (region: string, account: string, i: number) => `arn:aws:ec2:${region}:${account}:volume/vol-${i}`,
  (region: string, account: string, i: number) => `arn:aws:ec2:${region}:${account}:instance/i-${i}`,
  (region: string, account: string, i: number) => `arn:aws:s3:::${region}-${account}-${i}`,
];

/**
 * Resources whose numbers are plain: of every ten, six have an Owner who is a user, one has an Owner who left, one has an invalid
 * Owner, and two were never tagged. Every type has two of every ten.
 */
export const tenths = (accountId: string, region: string, count: number): Made[] =>
  Array.from({ length: count }, (_, i) => {
    const digit = i % 10;
    const owner = digit < 6 ? `u${i % 50}@ucsc.edu` : digit === 6 ? 'left@ucsc.edu' : 'Bob Smith';
    const arn = SERVICES[i % SERVICES.length]?.(region, accountId, i) ?? '';
    return { arn, tags: digit < 8 ? { Name: `n-${i}`, Owner: owner } : null };
  });
