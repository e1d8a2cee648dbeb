using System.Globalization;
using System.Net;

namespace EmailCampaign.LoadTest.Sinks;

/// <summary>Where the mails go. Only ever this machine: a load test is nothing to aim at others.</summary>
internal sealed record SmtpTarget(string Host, int Port)
{
    /// <summary>What a campaign's provider <c>smtp</c> has to know, as variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Providers__smtp__Host"] = Host,
        ["Providers__smtp__Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Providers__smtp__Security"] = "none",
    };

    /// <summary>Reads <c>HOST:PORT</c>; null when it is none, or not a loopback address.</summary>
    public static SmtpTarget? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return null;
        }

        var host = text[..colon].Trim('[', ']');
        var loopback = host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        return loopback ? new(host, port) : null;
    }
}
