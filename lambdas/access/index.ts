import { gatewayIam } from '../aws/gateway-iam.ts';
import { AnswerNotTaken } from '../domain/errors.ts';
import { log, withInvocation } from '../log.ts';
import { type Answer, createHandler } from './handler.ts';

/** The URL is signed for a PUT without a content type. */
const answer = async (url: string, body: Answer): Promise<void> => {
  const { ok, status } = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: JSON.stringify(body),
  });
  if (!ok) throw new AnswerNotTaken(status);
};

export const handler = withInvocation(createHandler({ iam: gatewayIam(), answer, log: log() }));
