import { assumeRole } from '../aws/assume-role.ts';
import { ec2In } from '../aws/ec2-client.ts';
import { terminateInstances } from '../aws/terminate-instances.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  terminateInstances: (roleName) => terminateInstances(ec2In(assumeRole(roleName, 'terminate'))),
  log: log(),
});
