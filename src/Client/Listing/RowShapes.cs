using System.Globalization;
using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Listing;

/// <summary>The rows that the console lists and exports.</summary>
internal static class RowShapes
{
    /// <summary>A recipient as a person wants to see it.</summary>
    public static RowShape<RecipientView> Recipient { get; } = new(
        ["email", "row", "status", "attempts", "reason", "reply", "providerMessageId", "at"],
        static recipient => Fields(recipient),
        static recipient => RecipientJson.Of(recipient));

    /// <summary>A recipient with the campaign it was found in.</summary>
    public static RowShape<FoundRecipient> Found { get; } = new(
        ["campaign", .. Recipient.Columns],
        static found => [found.CampaignId, .. Fields(found.Recipient)],
        static found => RecipientJson.Of(found.Recipient, found.CampaignId));

    public static RowShape<RejectedRow> Reject { get; } = new(
        ["line", "reason", "detail", "raw"],
        static row =>
        [
            row.Line.ToString(CultureInfo.InvariantCulture),
            KebabNames.Of(row.Reason),
            row.Detail,
            Encoding.UTF8.GetString(row.Raw).TrimEnd('\r', '\n'),
        ],
        RejectJson.Of);

    public static RowShape<CampaignStatus> Campaign { get; } = new(
        ["id", "name", "phase", "accepted", "sent", "waiting", "dead", "in doubt", "created"],
        static status =>
        [
            status.Id,
            status.Name,
            KebabNames.Of(status.Phase),
            Text(status.Rows.Accepted),
            Text(status.Recipients.Sent),
            Text(status.Recipients.Waiting),
            Text(status.Recipients.Dead),
            Text(status.Recipients.InDoubt),
            Words.Utc(status.CreatedAt),
        ],
        StatusJson.Of);

    /// <summary>
    /// A recipient as a contact again: the file's own columns first, so that the export can be repaired and launched, and what
    /// happened behind them.
    /// </summary>
    /// <param name="columns">The header of the campaign's file.</param>
    public static RowShape<RecipientView> Contact(IReadOnlyList<string> columns) => new(
        [.. columns, .. Recipient.Columns.Select(static name => $"_{name}")],
        recipient => [.. recipient.Values, .. Fields(recipient)],
        recipient => RecipientJson.Of(recipient, columns: columns));

    private static IReadOnlyList<string> Fields(RecipientView recipient) =>
    [
        recipient.Email,
        Text(recipient.Line),
        ShownStatuses.Of(recipient),
        Text(recipient.Attempts),
        recipient.Reason == FailureReason.None ? "" : KebabNames.Of(recipient.Reason),
        recipient.Reply,
        recipient.ProviderMessageId,
        recipient.At is { } at ? Iso8601.Of(at) : "",
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
