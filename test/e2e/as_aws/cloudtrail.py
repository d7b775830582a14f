"""CloudTrail: the event history."""

import json
import time

from ministack.core import iam_evaluator as iam
from ministack.core import responses
from ministack.services import cloudtrail, sts


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
        if "SourceAccessKeyId" not in session:
            return
        caller = iam.resolve_credential(session["SourceAccessKeyId"], responses.get_account_id())
        record = record_of(access_key, session, caller, responses.get_region())
        event = {
            "EventName": "AssumeRole",
            "EventSource": "sts.amazonaws.com",
            "EventId": responses.new_uuid(),
            "EventTime": time.time(),
            "Resources": [{"ResourceType": "AWS::IAM::AccessKey", "ResourceName": access_key}],
            "CloudTrailEvent": json.dumps(record),
        }
        events = cloudtrail._events
        key = session["AccountId"], responses.get_region(), "events"
        events.set_scoped(*key, [*(events.get_scoped(*key) or []), event])

    sts.register_session = registered
