"""IAM: what shows who has access."""

import re
from datetime import datetime, timedelta, timezone

from ministack.services import iam

FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def reports_take_a_moment():
    """A credential report is made after it is asked for, and is the same for four hours. Its times end with +00:00.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
    """
    build, generate = iam._build_credential_report, iam._generate_credential_report
    asked = set()

    def generated(parameters):
        account = iam.get_account_id()
        if account in asked:
            return generate(parameters) if "report" not in iam._credential_reports else state("COMPLETE")
        asked.add(account)
        return state("STARTED")

    def state(name):
        body = f"<GenerateCredentialReportResult><State>{name}</State></GenerateCredentialReportResult>"
        return iam._xml(200, "GenerateCredentialReportResponse", body, ns="iam")

    iam._build_credential_report = lambda: re.sub(r"(?<=:\d\d)Z(?=,)", "+00:00", build())
    iam._IAM_HANDLERS["GenerateCredentialReport"] = generated


def policies_of_aws_are_listed():
    """GetAccountAuthorizationDetails lists AWS's own policies that are attached, where it is asked for them.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
    """
    details = iam._IAM_HANDLERS["GetAccountAuthorizationDetails"]

    def with_policies_of_aws(parameters):
        if "AWSManagedPolicy" not in [iam._p(parameters, f"Filter.member.{number}") for number in range(1, 6)]:
            return details(parameters)
        holders = [*iam._users.values(), *iam._groups.values(), *iam._roles.values()]
        arns = {arn for one in holders for arn in one.get("AttachedPolicies", []) if ":iam::aws:" in arn}
        known = {arn: policy for arn in arns if (policy := iam._lookup_policy(arn))}
        for arn, policy in known.items():
            iam._policies[arn] = policy
        try:
            return details(parameters)
        finally:
            for arn in known:
                iam._policies.pop(arn, None)

    iam._IAM_HANDLERS["GetAccountAuthorizationDetails"] = with_policies_of_aws


def made_before():
    """Not of AWS: a user and their keys were made as many days ago as the user's path says, for what must not be young.

    The path is that of check-review.ts: /tag-enforcement-e2e/100d/
    """
    create_user, create_key = iam._IAM_HANDLERS["CreateUser"], iam._IAM_HANDLERS["CreateAccessKey"]

    def earlier(path):
        said = re.search(r"/(\d+)d/$", path)
        return (datetime.now(timezone.utc) - timedelta(days=int(said[1]) if said else 0)).strftime(FORMAT)

    def user_made(parameters):
        answer = create_user(parameters)
        user = iam._users.get(iam._p(parameters, "UserName"))
        if user:
            user["CreateDate"] = earlier(user["Path"])
        return answer

    def key_made(parameters):
        answer, name = create_key(parameters), iam._p(parameters, "UserName")
        for key in iam._access_keys.values():
            if key["UserName"] == name:
                key["CreateDate"] = earlier(iam._users[name]["Path"])
        return answer

    iam._IAM_HANDLERS.update(CreateUser=user_made, CreateAccessKey=key_made)
