import type { JsonObject } from '../../infra/json.ts';
import type { Stack } from './template.ts';

/** The name, ARN and `Ref` of a deployed resource. */
export type Physical = { readonly name: string; readonly arn: string; readonly ref: string };

type Place = Pick<Stack, 'accountId' | 'region'>;

type Kind = {
  /** The property that may set its name. */
  readonly nameProperty: string;
  readonly arn: (name: string, place: Place) => string;
  /** What `Ref` returns. */
  readonly ref: 'name' | 'arn' | 'url';
};

const regional =
  (service: string, separator = '') =>
  (name: string, { accountId, region }: Place): string =>
    `arn:aws:${service}:${region}:${accountId}:${separator}${name}`;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', arn: regional('dynamodb', 'table/'), ref: 'name' },
  'AWS::Events::EventBus': { nameProperty: 'Name', arn: regional('events', 'event-bus/'), ref: 'name' },
  'AWS::Events::Rule': { nameProperty: 'Name', arn: regional('events', 'rule/'), ref: 'name' },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    arn: (name, { accountId }) => `arn:aws:iam::${accountId}:role/${name}`,
    ref: 'name',
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    arn: regional('lambda', 'function:'),
    ref: 'name',
  },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: regional('logs', 'log-group:'), ref: 'name' },
  'AWS::SSM::Parameter': { nameProperty: 'Name', arn: regional('ssm', 'parameter'), ref: 'name' },
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arn: regional('sns'), ref: 'arn' },
  'AWS::SQS::Queue': { nameProperty: 'QueueName', arn: regional('sqs'), ref: 'url' },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: regional('states', 'stateMachine:'),
    ref: 'arn',
  },
};

/** Names a resource as AWS would. A resource without a name property is named after its stack and logical id. */
export const physical = (stack: Stack, logicalId: string, type: string, properties: JsonObject): Physical => {
  const kind = KINDS[type];
  const given = kind && properties[kind.nameProperty];
  const name = typeof given === 'string' ? given : `${stack.name}-${logicalId}`;
  const arn =
    kind?.arn(name, stack) ?? `arn:aws:cloudformation:${stack.region}:${stack.accountId}:${type}/${name}`;
  const url = `https://sqs.${stack.region}.amazonaws.com/${stack.accountId}/${name}`;
  return { name, arn, ref: { name, arn, url }[kind?.ref ?? 'name'] };
};
