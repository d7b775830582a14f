import { assumeRole } from '../aws/assume-role.ts';
import { autoScalingIn } from '../aws/auto-scaling-client.ts';
import { ec2In } from '../aws/ec2-client.ts';
import { readGroupTags } from '../aws/read-group-tags.ts';
import { readInstancesIn } from '../aws/read-instances.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  readInstancesIn: (roleName) => readInstancesIn(ec2In(assumeRole(roleName, 'check'))),
  readGroupTags: (roleName) => readGroupTags(autoScalingIn(assumeRole(roleName, 'check'))),
  log: log(),
});
