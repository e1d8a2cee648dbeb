using System.Globalization;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Quotas;

namespace EmailCampaign.Client.Wording;

/// <summary>A provider account in words.</summary>
internal static class AccountWords
{
    public static IEnumerable<string> Lines(AccountView account, DateTimeOffset now)
    {
        yield return $"{account.Account}: {Limits(account)}.";
        if (account.AdaptivePerSecond is { } rate)
        {
            yield return $"  It asked to slow down: {Words.Rate(rate)} for now, feeling its way up.";
        }

        if (account.ResumesAt is { } resumes && resumes > now)
        {
            yield return $"  {(account.UsedUp is { } kind ? $"The limit {Per(kind)} is used up" : "It wants to be left alone")}; sending goes on at {Words.Utc(resumes)}.";
        }

        if (account.Answer is { } answer)
        {
            yield return $"  It says: {answer}";
        }

        foreach (var silo in account.Silos)
        {
            yield return $"  {silo.Silo}: circuit {KebabNames.Of(silo.Circuit)}{(silo.Notice is { } notice ? "; " + notice : "")}";
        }

        if (account.Silos.Count == 0)
        {
            yield return "  No silo has used it in the last minute.";
        }
        else
        {
            yield return $"  {Words.Rate(account.AcceptedPerSecond)} accepted at the moment.";
        }
    }

    private static string Limits(AccountView account)
    {
        var limits = account.Limits;
        var words = new List<string>();
        if (limits.PerSecond is { } second)
        {
            words.Add($"{Number(second)} mails a second{(IsByHand(LimitKind.PerSecond) ? " (set by hand)" : "")}");
        }

        Add(limits.PerMinute, account.UsedInMinute, LimitKind.PerMinute);
        Add(limits.PerHour, account.UsedInHour, LimitKind.PerHour);
        Add(limits.PerDay, account.UsedInDay, LimitKind.PerDay);
        words.AddRange(limits.Domains.Select(domain
            => $"{Number(domain.Value)} a second to {(domain.Key == "default" ? "each other domain" : domain.Key)}{(IsByHand(LimitKind.Domain, domain.Key) ? " (set by hand)" : "")}"));
        return words.Count > 0 ? string.Join(", ", words) : "no limits";

        void Add(int? limit, int? used, LimitKind kind)
        {
            if (limit is { } most)
            {
                words.Add($"{Words.Number(most)} {Per(kind)} ({Words.Number(used ?? 0)} used{(IsByHand(kind) ? ", set by hand" : "")})");
            }
        }

        bool IsByHand(LimitKind kind, string? domain = null) => account.Changes.Any(change => change.Kind == kind && change.Domain == domain);
    }

    private static string Per(LimitKind kind) => kind switch
    {
        LimitKind.PerMinute => "a minute",
        LimitKind.PerHour => "an hour",
        LimitKind.PerDay => "a day",
        _ => "a second",
    };

    private static string Number(double limit) => limit.ToString("#,0.###", CultureInfo.InvariantCulture);
}
