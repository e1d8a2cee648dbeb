using System.Globalization;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;

namespace EmailCampaign.Client.Parsing;

/// <summary>Limits as they are typed: a number of mails, or <c>none</c>.</summary>
internal static class LimitText
{
    private const string None = "none";

    public static Parsed<IReadOnlyList<LimitChange>> Parse(
        IEnumerable<(LimitKind Kind, string Option, string? Text)> limits, IEnumerable<string> domains)
    {
        var changes = new List<LimitChange>();
        foreach (var (kind, option, text) in limits)
        {
            if (text is null)
            {
                continue;
            }

            if (Problem(option, text, whole: kind != LimitKind.PerSecond, out var limit) is { } problem)
            {
                return Parsed<IReadOnlyList<LimitChange>>.Wrong(problem);
            }

            changes.Add(new LimitChange(kind, limit));
        }

        foreach (var text in domains)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var domain = equals < 0 ? "" : text[..equals].Trim().ToLowerInvariant();
            if (!SendLimits.IsDomain(domain))
            {
                return Parsed<IReadOnlyList<LimitChange>>.Wrong($"--domain '{text}' is not understood; write it as --domain gmail.com=20.");
            }

            if (Problem("--domain " + domain, text[(equals + 1)..], whole: false, out var limit) is { } problem)
            {
                return Parsed<IReadOnlyList<LimitChange>>.Wrong(problem);
            }

            changes.Add(new LimitChange(LimitKind.Domain, limit, domain));
        }

        return changes.Count > 0
            ? Parsed<IReadOnlyList<LimitChange>>.Of(changes)
            : Parsed<IReadOnlyList<LimitChange>>.Wrong("Say which limit: --per-second, --per-minute, --per-hour, --per-day or --domain.");
    }

    private static string? Problem(string option, string text, bool whole, out double? limit)
    {
        limit = null;
        text = text.Trim();
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!double.TryParse(text, whole ? NumberStyles.None : NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return $"{option} '{text}' is not understood; write a {(whole ? "whole " : "")}number of mails, or 'none'.";
        }

        limit = number;
        return SendLimits.Problem(number) is { } problem ? $"{option} {problem}" : null;
    }
}
