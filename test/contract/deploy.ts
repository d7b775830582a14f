import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { resourcesOf } from '../../local/template/resources.ts';
import { rootOf } from './root-of.ts';
import { HUB, STACKS } from './stacks.ts';

const Role = z.object({ AssumeRolePolicyDocument: z.unknown() });
const StateMachine = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

/** CreateRole over plain HTTP: the project has no client of the SDK for IAM. */
const createRole = async (url: string, accountId: string, name: string, trust: unknown): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${rootOf(accountId).accessKeyId}/20261101/us-east-1/iam/aws4_request`,
    },
    body: new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }),
  });
  if (!answer.ok) throw new Error(`CreateRole ${name} in ${accountId}: ${await answer.text()}`);
};

/** Creates in moto what the clients need of the synthesized stacks: the roles and the state machine. */
export const deploy = async (url: string): Promise<void> => {
  for (const { accountId, name, properties } of resourcesOf(STACKS, 'AWS::IAM::Role', Role)) {
    await createRole(url, accountId, name, properties.AssumeRolePolicyDocument);
  }
  const sfn = new SFNClient({ endpoint: url, region: HUB.region, credentials: rootOf(HUB.accountId) });
  for (const { name, properties } of resourcesOf(STACKS, 'AWS::StepFunctions::StateMachine', StateMachine)) {
    const { DefinitionString: definition, RoleArn: roleArn } = properties;
    await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  }
};
