import { EC2ServiceException } from '@aws-sdk/client-ec2';

/** What EC2 refuses a call with. */
export const aRefusal = (name: string) =>
  new EC2ServiceException({ name, message: `EC2 says ${name}`, $fault: 'client', $metadata: {} });
