using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>Reads the answer to a call that succeeded: ids, and in a permissive batch the errors of single mails.</summary>
internal static class ResendAnswers
{
    public static IReadOnlyList<SendOutcome> Accepted(ApiReply reply, int count)
    {
        if (ApiJson.Read(reply.Body) is not { } json)
        {
            return Unreadable(reply, count);
        }

        if (count == 1)
        {
            return json.Text("id") is { } id ? [new SendOutcome.Accepted(id)] : Unreadable(reply, count);
        }

        var outcomes = new SendOutcome?[count];
        var errors = json.Items("errors");
        foreach (var error in errors)
        {
            if (!error.TryGetProperty("index", out var value) || !value.TryGetInt32(out var index) || index < 0 || index >= count)
            {
                return Unreadable(reply, count);
            }

            outcomes[index] = ResendReplyRules.OfItem(error.Text("message") ?? "");
        }

        // The ids are of the mails that were taken, in order; should those of the others be there as well, each has its place.
        var data = json.Items("data");
        var taken = outcomes.Count(static outcome => outcome is null);
        if (data.Count != taken && data.Count != count)
        {
            return Unreadable(reply, count);
        }

        for (var (i, next) = (0, 0); i < count; i++)
        {
            var place = data.Count == count ? i : next;
            if (outcomes[i] is null)
            {
                outcomes[i] = new SendOutcome.Accepted(Id(data[place]));
                next++;
            }
        }

        return outcomes!;
    }

    private static string Id(JsonElement item) => item.Text("id") ?? "";

    private static IReadOnlyList<SendOutcome> Unreadable(ApiReply reply, int count) => [.. Enumerable.Repeat(
        new SendOutcome.Unknown("An answer that is not Resend's: " + ReplyText.OneLine($"{reply.Status} {reply.Body}", 200)), count)];
}
