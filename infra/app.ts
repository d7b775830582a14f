import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigurationInvalid } from './config/errors.ts';
import { parseConfiguration } from './config/parse-configuration.ts';
import { tagEnforcement } from './tag-enforcement.ts';

const app = new App();
try {
  tagEnforcement(app, parseConfiguration(app.node.tryGetContext('tagEnforcement')));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigurationInvalid)) throw error;
  for (const fault of error.faults) process.stderr.write(`${fault}\n`);
  process.exit(1);
}
