using EmailCampaign.Batches;
using EmailCampaign.Client.Listing;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Json;

/// <summary>A recipient as JSON: a contract, so fields are only ever added.</summary>
internal static class RecipientJson
{
    /// <summary>The recipient; with the campaign first when the line comes from a search, with the contact's row last when its columns are given.</summary>
    public static string Of(RecipientView recipient, string? campaignId = null, IReadOnlyList<string>? columns = null) => JsonLine.Of(json =>
    {
        if (campaignId is not null)
        {
            json.WriteString("campaign", campaignId);
        }

        json.WriteString("email", recipient.Email);
        json.WriteNumber("row", recipient.Line);
        json.WriteString("status", ShownStatuses.Of(recipient));
        json.WriteNumber("attempts", recipient.Attempts);
        json.WriteString("reply", recipient.Reply);
        json.WriteString("providerMessageId", recipient.ProviderMessageId);
        json.WriteTime("at", recipient.At);
        json.WriteString("reason", recipient.Reason == FailureReason.None ? null : KebabNames.Of(recipient.Reason));
        json.WriteTime("dueAt", recipient.DueAt);
        json.WriteNumber("generation", recipient.Generation);
        json.WriteNumber("doubts", recipient.DoubtsEver);
        json.WriteString("account", recipient.Account);
        if (columns is not null)
        {
            json.WritePairs("values", columns.Zip(recipient.Values, KeyValuePair.Create));
        }
    });
}
