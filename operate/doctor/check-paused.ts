import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';

/** Whether the service acts at all. */
export const checkPaused = (value: string | null): Diagnosis => {
  const resume = `aws ssm put-parameter --name ${PAUSE_PARAMETER_NAME} --value no --overwrite`;
  if (value === 'no') return ok('not paused');
  return failed(
    value === null
      ? `parameter ${PAUSE_PARAMETER_NAME} is gone: npx cdk deploy TagEnforcement-Hub --revert-drift`
      : `paused: ${resume}`,
  );
};
