using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>How a slice falls into bulk calls, and single ones for the mails that cannot go in bulk. Pure.</summary>
internal static class SesBulkPlan
{
    /// <param name="most">Most mails of a call: no more than the account may send in a second, or SES throttles the rest.</param>
    public static IEnumerable<IReadOnlyList<int>> Calls(IReadOnlyList<OutgoingMessage> messages, int most)
    {
        var call = new List<int>();
        var size = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            var next = SesBulkEntry.Size(messages[i]);
            if (call.Count > 0 && !(call.Count < most && size + next <= SesBulkCall.Octets && SesBulkEntry.Fits(messages[i])
                && SesBulkEntry.Fits(messages[call[0]]) && SesBulkEntry.Agree(messages[call[0]], messages[i])))
            {
                yield return call;
                (call, size) = ([], 0);
            }

            call.Add(i);
            size += next;
        }

        if (call.Count > 0)
        {
            yield return call;
        }
    }
}
