import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * A client that gives up in time: a table that does not answer must cost a mail its address, and not the step its life.
 * Two attempts of three seconds stay well below the timeout of every function that reads the table.
 */
export const newDynamo = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });
