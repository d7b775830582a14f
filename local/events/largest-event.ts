/**
 * CloudTrail sends no larger event to EventBridge, in bytes.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
export const LARGEST_EVENT = 256 * 1024;
