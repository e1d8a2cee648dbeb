using System.Globalization;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Telemetry;

/// <summary>The code at the beginning of a provider's reply: of SMTP (RFC 5321, section 4.2) or of HTTP.</summary>
internal static class ReplyCode
{
    public static int? Of(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Rejected rejected => Of(rejected.Reply),
        SendOutcome.Deferred deferred => Of(deferred.Reply),
        SendOutcome.Throttled throttled => Of(throttled.Reply),
        SendOutcome.Refused refused => Of(refused.Reply),
        SendOutcome.Unknown unknown => Of(unknown.Detail),
        _ => null,
    };

    private static int? Of(string reply) => reply.Length >= 3 && (reply.Length == 3 || !char.IsAsciiLetterOrDigit(reply[3]))
        && int.TryParse(reply.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
