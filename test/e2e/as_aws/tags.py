"""Resource Groups Tagging API: services that ministack leaves out. And a person who tags at the worst moment."""

from ministack.core import responses
from ministack.services import cloudwatch_logs, ec2, tagging


def tags_of_ec2_and_logs():
    """The tagging API writes and shows the tags of EC2's resources and of log groups too.

    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
    """

    def write_ec2(spec, _arn, tags):
        resource_id = spec.resource.split("/")[-1]
        kept = [tag for tag in ec2._tags.get(resource_id) or [] if tag["Key"] not in tags]
        ec2._tags[resource_id] = kept + [{"Key": key, "Value": value} for key, value in tags.items()]

    def show_ec2():
        place = f"arn:aws:ec2:{responses.get_region()}:{responses.get_account_id()}"
        for resource_id, tags in ec2._tags.items():
            yield f"{place}:{ec2._guess_resource_type(resource_id)}/{resource_id}", tags

    def write_logs(_spec, arn, tags):
        group = cloudwatch_logs.resolve_tag_resource(arn)
        if group is None:
            raise tagging._ResourceNotFound(arn)
        group.setdefault("tags", {}).update(tags)

    def show_logs():
        for group in cloudwatch_logs._log_groups.values():
            if group.get("tags"):
                yield group["arn"].removesuffix(":*"), tagging._normalise_flat(group["tags"])

    tagging._WRITERS.update(ec2=write_ec2, logs=write_logs)
    tagging._COLLECTORS.update(ec2=show_ec2, logs=show_logs)


def owner_written_meanwhile():
    """Not of AWS: a person writes Owner on a resource as soon as its tags were read, for what must not be overwritten.

    The Owner is that of a tag of creations.ts: tag-enforcement-e2e-meanwhile
    """
    describe = ec2._ACTION_MAP["DescribeTags"]

    def describe_tags(parameters):
        answer = describe(parameters)
        for resource_id in ec2._parse_filters(parameters).get("resource-id", []):
            tags = ec2._tags.get(resource_id) or []
            owner = next((tag["Value"] for tag in tags if tag["Key"] == "tag-enforcement-e2e-meanwhile"), None)
            if owner and all(tag["Key"] != "Owner" for tag in tags):
                tags.append({"Key": "Owner", "Value": owner})
        return answer

    ec2._ACTION_MAP["DescribeTags"] = describe_tags
