import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';

type Item = Record<string, AttributeValue>;

/** DynamoDB's error for a write whose condition does not hold; `item` is the existing item. */
export const conditionFailed = (item?: Item) =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(item ? { Item: item } : {}),
  });

/** A DynamoDB that keeps items, and knows one condition: that an item is new. A query returns two items a page. */
export const aTable = () => {
  const items: Item[] = [];
  const at = (key: Item | undefined) =>
    items.findIndex(({ pk, sk }) => pk?.S === key?.pk?.S && sk?.S === key?.sk?.S);
  const dynamo = mockClient(DynamoDBClient);
  dynamo.on(PutItemCommand).callsFake(({ Item = {}, ConditionExpression }) => {
    const there = at(Item);
    if (ConditionExpression && there >= 0) throw conditionFailed();
    items.splice(there < 0 ? items.length : there, there < 0 ? 0 : 1, Item);
    return {};
  });
  dynamo.on(GetItemCommand).callsFake(({ Key }) => ({ Item: items[at(Key)] }));
  dynamo.on(QueryCommand).callsFake(({ ExpressionAttributeValues, ExclusiveStartKey }) => {
    const { ':pk': partition, ':prefix': prefix } = ExpressionAttributeValues ?? {};
    const those = items.filter(({ pk, sk }) => pk?.S === partition?.S && sk?.S?.startsWith(prefix?.S ?? ''));
    const start = Number(ExclusiveStartKey?.start?.N ?? 0);
    const next = start + 2 < those.length ? { LastEvaluatedKey: { start: { N: String(start + 2) } } } : {};
    return { Items: those.slice(start, start + 2), ...next };
  });
  return { dynamo, items, client: new DynamoDBClient({ region: 'us-west-2' }) };
};
