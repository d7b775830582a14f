import { assumeRole } from '../aws/assume-role.ts';
import { ec2In } from '../aws/ec2-client.ts';
import { tagInstances } from '../aws/tag-instances.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  tagInstances: (roleName) => tagInstances(ec2In(assumeRole(roleName, 'repair'))),
  log: log(),
});
