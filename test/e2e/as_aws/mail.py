"""SNS: subscriptions by mail."""

from ministack.services import sns
from ministack.services.cloudformation import provisioners


def mail_must_be_confirmed():
    """A subscription by mail is pending until its reader follows the link in a mail, which nobody does here.

    https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
    """
    refresh, handlers = sns._refresh_subscription_counts, provisioners._RESOURCE_HANDLERS["AWS::SNS::Subscription"]
    create = handlers["create"]

    def refreshed(topic):
        for subscription in topic["subscriptions"]:
            if subscription["protocol"] == "email":
                subscription["confirmed"] = False
                subscription["attributes"]["PendingConfirmation"] = "true"
        refresh(topic)

    def created(logical_id, properties, stack):
        answer = create(logical_id, properties, stack)
        refreshed(sns._topics[properties["TopicArn"]])
        return answer

    sns._refresh_subscription_counts, handlers["create"] = refreshed, created
