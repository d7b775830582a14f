/** What an advice is written with: the tag as `Owner=bob@ucsc.edu`, its parts, and the role that made the call. */
export type AdviceValues = {
  readonly tag: string;
  readonly key: string;
  readonly owner: string;
  readonly role: string;
};

/** A program or service that launches instances for people. To add one, add an entry to TOOLS: CONTRIBUTING.md. */
export type Tool = {
  /** In mails, and in docs/for-researchers.md. */
  readonly name: string;
  /** It is recognised by any one of these. All are patterns with `*` and `?`; of the last three, case does not count. */
  readonly by: {
    /** Tags of an instance or of its Auto Scaling group, as `key=value`. Only AWS can write keys with `aws:`. */
    readonly tags?: readonly string[];
    /** The program that made the call, as it says of itself. */
    readonly userAgents?: readonly string[];
    /** The service that made the call. */
    readonly services?: readonly string[];
    /** The role that made the call. IAM does not distinguish names by case. */
    readonly roles?: readonly string[];
  };
  /** Whether its tags also count on the instance that made the call: a leader launches workers. */
  readonly onLeader?: true;
  /**
   * Left out, it makes its groups and templates itself: a tag on those would not last, and a mail gives advice on it
   * alone. A `layer` may use others. A `method` is how a tool or a person launches. A `fallback` counts if no other does.
   */
  readonly rank?: 'layer' | 'method' | 'fallback';
  /** Where to set the tag, so that what it launches has it from the start. */
  readonly advice: (values: AdviceValues) => string;
  /** The page that says so. */
  readonly source: string;
};

/** The most specific first. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'kOps',
    by: { tags: ['kops.k8s.io/*'] },
    advice: ({ tag }) =>
      `set ${tag} in cloudLabels of the instance group (kops edit ig NAME), then kops update cluster --yes and kops rolling-update cluster --yes.`,
    source: 'https://kops.sigs.k8s.io/labels/',
  },
  {
    name: 'OpenShift',
    by: { userAgents: ['*openshift*'], tags: ['openshiftClusterID=*'] },
    advice: ({ tag }) =>
      `set ${tag} in platform.aws.userTags of a new cluster's install-config.yaml; of a running one, as name and value in providerSpec.value.tags of its machine sets.`,
    source: 'https://docs.okd.io/latest/machine_management/creating_machinesets/creating-machineset-aws.html',
  },
  {
    name: 'Cluster API',
    by: { tags: ['sigs.k8s.io/cluster-api-provider-aws/*'] },
    advice: ({ tag }) =>
      `set ${tag} in spec.additionalTags of the AWSCluster; for EKS, of the AWSManagedControlPlane.`,
    source: 'https://cluster-api-aws.sigs.k8s.io/crd/',
  },
  {
    name: 'Pulumi',
    by: { userAgents: ['*pulumi*'] },
    advice: ({ tag }) =>
      `set ${tag} in tags of the resource, or in defaultTags of the provider. What is tagged by hand, the next refresh and update take away.`,
    source: 'https://www.pulumi.com/registry/packages/aws/api-docs/provider/',
  },
  {
    name: 'Terraform, OpenTofu',
    by: { userAgents: ['*terraform/*', '*opentofu/*'] },
    advice: ({ tag }) =>
      `set ${tag} in tags of the resource, or in default_tags of the provider. What is tagged by hand, the next apply takes away.`,
    source: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging',
  },
  {
    name: 'Packer',
    by: { userAgents: ['*packer*'], tags: ['Name=Packer Builder'] },
    advice: ({ tag }) =>
      `set ${tag} in run_tags and run_volume_tags of the source. The option tags is for the image only.`,
    source:
      'https://developer.hashicorp.com/packer/integrations/hashicorp/amazon/latest/components/builder/ebs',
  },
  {
    name: 'Toil',
    by: {
      tags: ['ToilNodeType=*'],
      roles: ['toil', 'toil-*', 'toil_*', '*-toil', '*_toil', '*-toil-*', '*_toil_*', '*-toil_*', '*_toil-*'],
    },
    onLeader: true,
    advice: ({ owner }) =>
      `set TOIL_OWNER_TAG=${owner} where you run toil, or pass --owner to toil launch-cluster.`,
    source: 'https://toil.readthedocs.io/en/latest/appendices/environment_vars.html',
  },
  {
    name: 'ParallelCluster',
    by: { tags: ['parallelcluster:*'] },
    advice: ({ key, owner }) =>
      `in the cluster's configuration file, set Key: ${key}, Value: ${owner} under Tags; then pcluster update-cluster, for new nodes. Before version 3.15, only a new cluster takes it.`,
    source: 'https://docs.aws.amazon.com/parallelcluster/latest/ug/Tags-v3.html',
  },
  {
    name: 'AWS Batch (Nextflow, Cromwell)',
    by: {
      tags: ['AWSBatchServiceTag=*', 'aws:batch:*'],
      services: ['batch.amazonaws.com'],
      roles: ['AWSServiceRoleForBatch'],
    },
    advice: ({ tag }) =>
      `set ${tag} in computeResources.tags of the compute environment. Its own tags, and those of jobs, do not reach instances.`,
    source: 'https://docs.aws.amazon.com/batch/latest/userguide/tag-resources.html',
  },
  {
    name: 'Karpenter',
    by: { tags: ['karpenter.sh/*'] },
    advice: ({ tag }) => `set ${tag} in spec.tags of the EC2NodeClass.`,
    source: 'https://karpenter.sh/docs/concepts/nodeclasses/#spectags',
  },
  {
    name: 'EKS node group',
    by: {
      tags: ['eks:nodegroup-name=*', 'eks:cluster-name=*'],
      services: ['eks.amazonaws.com', 'eks-nodegroup.amazonaws.com'],
    },
    advice: ({ tag }) =>
      `set ${tag} in TagSpecifications of its launch template, if that is your own; if EKS made it, tag the node group's Auto Scaling group, with PropagateAtLaunch. Tags of the node group do not reach instances.`,
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',
  },
  {
    name: 'EMR',
    by: {
      tags: ['aws:elasticmapreduce:*'],
      services: ['elasticmapreduce.amazonaws.com'],
      roles: ['EMR_DefaultRole', 'EMR_DefaultRole_V2'],
    },
    advice: ({ tag }) =>
      `tag the cluster, a running one too, and EMR tags its instances: aws emr add-tags --resource-id CLUSTER_ID --tags ${tag}`,
    source: 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-tags.html',
  },
  {
    name: 'Elastic Beanstalk',
    by: { tags: ['elasticbeanstalk:*'], services: ['elasticbeanstalk.amazonaws.com'] },
    advice: ({ tag }) =>
      `tag the environment, which tags its instances: eb tags ENVIRONMENT --add ${tag} (not its stack, and not its group).`,
    source: 'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.tagging.html',
  },
  {
    name: 'Cloud9',
    by: { tags: ['aws:cloud9:*'], services: ['cloud9.amazonaws.com'], roles: ['AWSServiceRoleForAWSCloud9'] },
    advice: ({ tag }) =>
      `set the tag ${tag} when you create the environment. For one that exists, tag the instance itself: later tags of the environment do not reach it. Or ask the administrators to exempt the tag aws:cloud9:owner.`,
    source: 'https://docs.aws.amazon.com/cloud9/latest/user-guide/create-environment-main.html',
  },
  {
    name: 'Elastic Disaster Recovery',
    by: {
      tags: ['AWSElasticDisasterRecoveryManaged=*'],
      services: ['drs.amazonaws.com'],
      roles: ['AWSServiceRoleForElasticDisasterRecovery'],
    },
    advice: ({ tag }) =>
      `for replication servers, set ${tag} in the tags of the replication settings (stagingAreaTags); for recovery instances, tag the source server in DRS, and set copyTags in its launch settings.`,
    source: 'https://docs.aws.amazon.com/drs/latest/APIReference/API_UpdateReplicationConfiguration.html',
  },
  {
    name: 'Application Migration Service (MGN)',
    by: {
      tags: ['AWSApplicationMigrationServiceManaged=*'],
      services: ['mgn.amazonaws.com'],
      roles: ['AWSServiceRoleForApplicationMigrationService'],
    },
    advice: ({ tag }) =>
      `for replication servers, set ${tag} in the tags of the replication settings (stagingAreaTags); for test and cutover instances, tag the source server in MGN, and set copyTags in its launch settings.`,
    source: 'https://docs.aws.amazon.com/mgn/latest/ug/replication-server-settings.html',
  },
  {
    name: 'AWS Backup',
    by: { services: ['backup.amazonaws.com'], roles: ['AWSBackupDefaultServiceRole'] },
    advice: ({ tag }) =>
      `set ${tag} on what you back up. Restore a backup made after that, and copy its tags: --copy-source-tags-to-restored-resource (the console does it by itself).`,
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html',
  },
  {
    name: 'Image Builder',
    by: {
      tags: ['CreatedBy=EC2 Image Builder', 'Ec2ImageBuilderArn=*'],
      services: ['imagebuilder.amazonaws.com'],
      roles: ['AWSServiceRoleForImageBuilder'],
    },
    advice: ({ tag }) => `set ${tag} in resourceTags of the infrastructure configuration.`,
    source:
      'https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateInfrastructureConfiguration.html',
  },
  {
    name: 'SkyPilot',
    by: { tags: ['skypilot-cluster-name=*'] },
    advice: ({ key, owner }) =>
      `set ${key}: ${owner} in aws.labels of ~/.sky/config.yaml. Clusters that exist already do not take it.`,
    source: 'https://docs.skypilot.co/en/latest/reference/config.html',
  },
  {
    name: 'Ray',
    by: { tags: ['ray-cluster-name=*'] },
    advice: ({ tag }) =>
      `set ${tag} in TagSpecifications of node_config, for each node type in the cluster's YAML file.`,
    source: 'https://docs.ray.io/en/latest/cluster/vms/references/ray-cluster-configuration.html',
  },
  {
    name: 'Dask (EC2Cluster)',
    by: { tags: ['createdBy=dask-cloudprovider', 'Dask Cluster=*'] },
    advice: ({ key, owner }) =>
      `pass instance_tags={"${key}": "${owner}"} to EC2Cluster, and volume_tags with the same.`,
    source: 'https://cloudprovider.dask.org/en/latest/aws.html',
  },
  {
    name: 'Databricks',
    by: { tags: ['Vendor=Databricks'] },
    advice: ({ tag }) => `set ${tag} in the custom tags of the compute, or of its pool if it has one.`,
    source: 'https://docs.databricks.com/aws/en/admin/account-settings/usage-detail-tags',
  },
  {
    name: 'Service Catalog',
    by: { tags: ['aws:servicecatalog:*'], services: ['servicecatalog.amazonaws.com'] },
    rank: 'layer',
    advice: ({ tag }) => `give the product the tag ${tag} when you launch it.`,
    source: 'https://docs.aws.amazon.com/servicecatalog/latest/adminguide/tagoptions-launching.html',
  },
  {
    name: 'CloudFormation, CDK',
    by: { tags: ['aws:cloudformation:*'], services: ['cloudformation.amazonaws.com'] },
    rank: 'layer',
    // No word of tags set by hand: a later update of the stack is reported to leave them on its instances.
    // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1137
    advice: ({ tag, key, owner }) =>
      `give the stack the tag: aws cloudformation deploy --tags ${tag}, or in a CDK app Tags.of(app).add('${key}', '${owner}'). A stack's tags reach its instances, not their volumes.`,
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html',
  },
  {
    name: 'Auto Scaling group',
    by: { tags: ['aws:autoscaling:groupName=*'], services: ['autoscaling.amazonaws.com'] },
    rank: 'method',
    advice: ({ tag }) =>
      `tag the group ${tag}, with PropagateAtLaunch. For volumes: TagSpecifications of its launch template.`,
    source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html',
  },
  {
    name: 'Spot Fleet',
    by: {
      tags: ['aws:ec2spot:fleet-request-id=*'],
      services: ['spotfleet.amazonaws.com'],
      roles: ['AWSServiceRoleForEC2SpotFleet', 'aws-ec2-spot-fleet-tagging-role'],
    },
    rank: 'method',
    advice: ({ tag }) =>
      `set ${tag} in TagSpecifications of its launch specifications, or of its launch template. Tags of the request do not reach instances.`,
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotFleetRequestConfigData.html',
  },
  {
    name: 'EC2 Fleet',
    by: {
      tags: ['aws:ec2:fleet-id=*'],
      services: ['ec2fleet.amazonaws.com'],
      roles: ['AWSServiceRoleForEC2Fleet'],
    },
    rank: 'method',
    advice: ({ tag }) =>
      `set ${tag} in TagSpecifications of its launch template; for a fleet of type instant, its own for instances do too.`,
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleet.html',
  },
  {
    name: 'Spot request',
    by: { services: ['spot.amazonaws.com'], roles: ['AWSServiceRoleForEC2Spot'] },
    rank: 'method',
    advice: () =>
      'tags of RequestSpotInstances reach no instance. Use RunInstances with --instance-market-options and --tag-specifications, or tag the instance once it runs.',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestSpotInstances.html',
  },
  {
    name: 'Launch template',
    by: { tags: ['aws:ec2launchtemplate:id=*'] },
    rank: 'method',
    advice: ({ tag }) => `set ${tag} in the template's TagSpecifications, for instances and for volumes.`,
    source:
      'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecificationRequest.html',
  },
  {
    name: 'An AWS service (RDS Custom or another)',
    // Not SageMaker: none of its service-linked roles may launch instances.
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerNotebooksServiceRolePolicy.html
    by: { roles: ['AWSServiceRoleFor*'] },
    rank: 'fallback',
    advice: ({ role }) =>
      `if it offers no tags for what it launches, ask the administrators to exempt the role ${role}.`,
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html',
  },
];
