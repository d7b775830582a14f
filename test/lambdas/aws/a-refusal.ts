import { EC2ServiceException } from '@aws-sdk/client-ec2';

/** An error with which EC2 refuses a call. */
export const aRefusal = (name: string) =>
  new EC2ServiceException({ name, message: `EC2 says ${name}`, $fault: 'client', $metadata: {} });
