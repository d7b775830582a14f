import type { PolicyJson } from './policy.ts';
import { MFA, USER_NAME } from './policy.ts';

/**
 * What everybody may do in the gateway account: change their password, and have MFA devices. With MFA, also access keys, and
 * `aws login`. Everything else, and all that other policies allow them, is denied without MFA. Written after
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html, with what a
 * first password that must be changed needs, and one that has expired. A device for codes is named after its user, so that its
 * serial number is known, which the command line asks for.
 */
export const selfServicePolicy = (gatewayAccountId: string): PolicyJson => {
  // The variable is the name without its path, which users made by hand may have. No other user of the account has that name.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  const user = ['', '*/'].map((path) => `arn:aws:iam::${gatewayAccountId}:user/${path}${USER_NAME}`);
  const device = `arn:aws:iam::${gatewayAccountId}:mfa/${USER_NAME}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Account',
        Effect: 'Allow',
        Action: ['iam:GetAccountPasswordPolicy', 'iam:GetAccountSummary', 'iam:ListVirtualMFADevices'],
        Resource: ['*'],
      },
      {
        Sid: 'Oneself',
        Effect: 'Allow',
        Action: [
          'iam:ChangePassword',
          'iam:CreateAccessKey',
          'iam:DeactivateMFADevice',
          'iam:DeleteAccessKey',
          'iam:EnableMFADevice',
          'iam:GetAccessKeyLastUsed',
          'iam:GetMFADevice',
          'iam:GetUser',
          'iam:ListAccessKeys',
          'iam:ListMFADevices',
          'iam:ResyncMFADevice',
          'iam:UpdateAccessKey',
        ],
        Resource: user,
      },
      {
        Sid: 'Device',
        Effect: 'Allow',
        Action: ['iam:CreateVirtualMFADevice', 'iam:DeleteVirtualMFADevice'],
        Resource: [device],
      },
      {
        Sid: 'CommandLine',
        Effect: 'Allow',
        Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'],
        Resource: [`arn:aws:signin:*:${gatewayAccountId}:oauth2/public-client/*`],
      },
      {
        Sid: 'NothingElseWithoutMfa',
        Effect: 'Deny',
        NotAction: [
          'iam:ChangePassword',
          'iam:CreateVirtualMFADevice',
          // A set-up that was broken off leaves a device of that name. IAM deletes none that is in use.
          'iam:DeleteVirtualMFADevice',
          'iam:EnableMFADevice',
          'iam:GetAccountPasswordPolicy',
          'iam:GetAccountSummary',
          'iam:GetMFADevice',
          'iam:GetUser',
          'iam:ListMFADevices',
          'iam:ListVirtualMFADevices',
          'iam:ResyncMFADevice',
          'sts:GetSessionToken',
        ],
        Resource: ['*'],
        Condition: { BoolIfExists: { [MFA]: 'false' } },
      },
    ],
  };
};
