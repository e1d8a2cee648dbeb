using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>What an answer of SendGrid other than success means: the one place that maps its statuses and fields to outcomes. Pure.</summary>
internal static partial class SendGridReplyRules
{
    /// <param name="count">How many mails the request was for; a request is taken or refused as a whole.</param>
    public static IReadOnlyList<SendOutcome> Classify(ApiReply reply, int count)
    {
        var errors = ApiJson.Read(reply.Body)?.Items("errors") ?? [];
        return reply.Status == 400 && Items(errors, count) is { } items ? items : [.. Enumerable.Repeat(OfCall(reply, errors, count), count)];
    }

    /// <summary>The same about a question that was for no mail.</summary>
    public static SendOutcome Classify(ApiReply reply) => OfCall(reply, ApiJson.Read(reply.Body)?.Items("errors") ?? [], count: 0);

    /// <summary>Errors that name personalizations: those are refused, and the others were not even looked at.</summary>
    private static SendOutcome[]? Items(IReadOnlyList<JsonElement> errors, int count)
    {
        var outcomes = new SendOutcome[count];
        Array.Fill(outcomes, SendOutcome.NotAttempted.Instance);
        foreach (var error in errors)
        {
            var match = Personalization().Match(error.Text("field") ?? "");
            if (!match.Success
                || !int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= count)
            {
                return null;
            }

            outcomes[index] = new SendOutcome.Rejected(
                match.Groups["field"].ValueSpan is "to" ? RejectReason.BadAddress : RejectReason.Other, Text(400, error));
        }

        return errors.Count == 0 ? null : outcomes;
    }

    private static SendOutcome OfCall(ApiReply reply, IReadOnlyList<JsonElement> errors, int count)
    {
        var first = errors is [var error, ..] ? error : default;
        var message = first.Text("message") ?? "";
        var field = first.Text("field") ?? "";
        var text = errors.Count > 0 ? Text(reply.Status, first) : ReplyText.OneLine($"{reply.Status} {reply.Body}");
        return reply.Status switch
        {
            >= 500 or 408 => new SendOutcome.Unknown(text),
            429 => new SendOutcome.Throttled(reply.RetryAfter ?? reply.Until("X-RateLimit-Reset"), text),

            401 or 403 when Says(message, "credits exceeded") => new SendOutcome.Refused(RefuseReason.Quota, text),
            401 => new SendOutcome.Refused(RefuseReason.Authentication, text),
            403 when Says(message, "Sender Identity") => new SendOutcome.Refused(RefuseReason.Sender, text),
            403 => new SendOutcome.Refused(RefuseReason.Authentication, text), // a key that may do other things

            400 when field.StartsWith("from", StringComparison.Ordinal) => new SendOutcome.Refused(RefuseReason.Sender, text),
            400 when count == 1 && (field is "subject" || field.StartsWith("content", StringComparison.Ordinal))
                => new SendOutcome.Rejected(RejectReason.Other, text), // what was rendered for this row
            413 => count == 1 ? new SendOutcome.Rejected(RejectReason.MessageTooLarge, text) : new SendOutcome.Refused(RefuseReason.MessageTooLarge, text),
            404 or 405 or (>= 300 and < 400) => new SendOutcome.Refused(RefuseReason.Configuration, text),

            // A success that is none of SendGrid's: something else answered.
            < 300 => new SendOutcome.Unknown("An answer that is not SendGrid's: " + text),
            _ => new SendOutcome.Refused(RefuseReason.Other, text),
        };
    }

    private static string Text(int status, JsonElement error)
        => ReplyText.OneLine(string.Create(CultureInfo.InvariantCulture, $"{status} {error.Text("field")} {error.Text("message")}").Replace("  ", " ", StringComparison.Ordinal));

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^personalizations[.\[](?<index>[0-9]{1,4})\]?(\.(?<field>[a-z_]+))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Personalization();
}
