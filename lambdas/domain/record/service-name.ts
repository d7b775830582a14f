const SUFFIX = '.amazonaws.com';

const NAMES: Readonly<Record<string, string>> = {
  autoscaling: 'Auto Scaling',
  batch: 'AWS Batch',
  cloudformation: 'CloudFormation',
  ec2: 'EC2',
  ec2fleet: 'EC2 Fleet',
  ecs: 'ECS',
  eks: 'EKS',
  'eks-nodegroup': 'EKS',
  elasticbeanstalk: 'Elastic Beanstalk',
  elasticmapreduce: 'EMR',
  lambda: 'Lambda',
  opsworks: 'OpsWorks',
  servicecatalog: 'Service Catalog',
  signin: 'the console',
  spot: 'EC2 Spot',
  spotfleet: 'EC2 Spot',
};

/** What people call the service that `invokedBy` names, such as `autoscaling.amazonaws.com`; else what it says. */
export const serviceName = (invokedBy: string): string => {
  const name = invokedBy.endsWith(SUFFIX) ? invokedBy.slice(0, -SUFFIX.length) : invokedBy;
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? invokedBy) : invokedBy;
};

/** Says that a service made a call for its caller; nothing where none did. */
export const throughService = (invokedBy: string | null): string =>
  invokedBy === null ? '' : ` through ${serviceName(invokedBy)}`;
