"""CloudTrail: the event history."""

import json
import time

from ministack.core import iam_evaluator as iam
from ministack.core import responses
from ministack.services import cloudtrail, eventbridge, sts


def _keep(account, region, record, resource_type, names):
    event = {
        "EventName": record["eventName"],
        "EventSource": record["eventSource"],
        "EventId": responses.new_uuid(),
        "EventTime": time.time(),
        "Resources": [{"ResourceType": resource_type, "ResourceName": name} for name in names],
        "CloudTrailEvent": json.dumps(record),
    }
    events = cloudtrail._events
    key = account, region, "events"
    events.set_scoped(*key, [*(events.get_scoped(*key) or []), event])


def history_of_instances():
    """The event history holds what CloudTrail tells EventBridge, by the instances that a call made or tagged.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
    """
    put = eventbridge._put_events

    def items_of(parameters, field):
        return ((parameters or {}).get(field) or {}).get("items") or []

    def put_events(data, *given, **named):
        for entry in data.get("Entries", []):
            record = json.loads(entry["Detail"]) if "CloudTrail" in entry["DetailType"] else {}
            launched = items_of(record.get("responseElements"), "instancesSet")
            tagged = items_of(record.get("requestParameters"), "resourcesSet")
            names = [*(one["instanceId"] for one in launched), *(one["resourceId"] for one in tagged)]
            if names:
                _keep(responses.get_account_id(), responses.get_region(), record, "AWS::EC2::Instance", names)
        return put(data, *given, **named)

    eventbridge._put_events = put_events


def history_of_sessions():
    """The event history of a role's account holds each AssumeRole: its caller's id, and the key that it issued.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
    """
    register = sts.register_session

    def record_of(access_key, session, caller, region):
        return {
            "eventVersion": "1.11",
            "userIdentity": {
                "type": "AWSAccount",
                "principalId": caller.principal_id,
                "accountId": caller.account_id,
            },
            "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "eventSource": "sts.amazonaws.com",
            "eventName": "AssumeRole",
            "awsRegion": region,
            "requestParameters": {"roleSessionName": session["UserId"].split(":")[1]},
            "responseElements": {"credentials": {"accessKeyId": access_key}},
            "readOnly": True,
            "eventType": "AwsApiCall",
            "recipientAccountId": session["AccountId"],
        }

    def registered(access_key, session):
        register(access_key, session)
        # Those of GetSessionToken are the user's own, and nobody asks for them.
        if "SourceAccessKeyId" not in session or session.get("PrincipalType") == "User":
            return
        caller = iam.resolve_credential(session["SourceAccessKeyId"], responses.get_account_id())
        region = responses.get_region()
        record = record_of(access_key, session, caller, region)
        _keep(session["AccountId"], region, record, "AWS::IAM::AccessKey", [access_key])

    sts.register_session = registered
