using System.Text.Json;
using EmailCampaign.Accounts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;
using EmailCampaign.Quotas;

namespace EmailCampaign.Client.Json;

/// <summary>What an account said of itself as JSON: a contract, so fields are only ever added.</summary>
internal static class AccountJson
{
    public static string Of(AccountState state) => JsonLine.Of(json =>
    {
        json.WriteString("account", state.Account);
        json.WriteString("status", KebabNames.Of(state.Status));
        json.WriteString("said", state.Sentence);
        Write(json, "perSecond", state.PerSecond);
        Write(json, "perDay", state.PerDay);
        Write(json, "usedInDay", state.UsedInDay);
    });

    /// <summary>An account's limits and how the silos meet it.</summary>
    public static string Of(AccountView account) => JsonLine.Of(json =>
    {
        json.WriteString("account", account.Account);
        json.WriteStartObject("limits");
        Write(json, "perSecond", account.Limits.PerSecond);
        Write(json, "perMinute", account.Limits.PerMinute);
        Write(json, "perHour", account.Limits.PerHour);
        Write(json, "perDay", account.Limits.PerDay);
        json.WriteStartObject("domains");
        foreach (var (domain, limit) in account.Limits.Domains)
        {
            json.WriteNumber(domain, limit);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        Write(json, "usedInMinute", account.UsedInMinute);
        Write(json, "usedInHour", account.UsedInHour);
        Write(json, "usedInDay", account.UsedInDay);
        Write(json, "acceptedPerSecond", account.AcceptedPerSecond);
        Write(json, "adaptivePerSecond", account.AdaptivePerSecond);
        json.WriteString("resumesAt", account.ResumesAt is { } resumes ? Iso8601.Of(resumes) : null);
        json.WriteString("usedUp", account.UsedUp is { } kind ? KebabNames.Of(kind) : null);
        json.WriteString("said", account.Answer);
        json.WriteStartArray("silos");
        foreach (var silo in account.Silos)
        {
            json.WriteStartObject();
            json.WriteString("silo", silo.Silo);
            json.WriteString("circuit", KebabNames.Of(silo.Circuit));
            json.WriteString("notice", silo.Notice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, string property, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(property, number);
        }
        else
        {
            json.WriteNull(property);
        }
    }
}
