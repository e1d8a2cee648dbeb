using System.Globalization;
using System.Text.Json;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>The answer of <c>GetAccount</c> as an account's state.</summary>
internal static class SesAccountAnswer
{
    /// <returns>Null when the answer is not that of <c>GetAccount</c>.</returns>
    public static ProviderAccountState? Read(string body, string region)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("SendQuota", out var quota) && quota.ValueKind == JsonValueKind.Object
                ? State(json.RootElement, quota, region)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProviderAccountState State(JsonElement account, JsonElement quota, string region)
    {
        // -1 is SES's way to say that there is no limit.
        var perDay = Number(quota, "Max24HourSend") is { } most and >= 0 ? most : (double?)null;
        var used = Number(quota, "SentLast24Hours");
        var perSecond = Number(quota, "MaxSendRate") is { } rate and > 0 ? rate : (double?)null;
        var problem = Problem(account, perDay, used);
        var sentence = $"Amazon SES {region}: {Limits(perSecond, perDay, used)}{Notes(account)}{problem}";
        return new ProviderAccountState(problem is null ? ProviderAccountStatus.Ready : ProviderAccountStatus.Refuses, sentence)
        {
            PerSecond = perSecond,
            PerDay = perDay,
            UsedInDay = used,
        };
    }

    private static string Limits(double? perSecond, double? perDay, double? used)
    {
        var rate = perSecond is { } second ? string.Create(CultureInfo.InvariantCulture, $"{second:0.##} mails a second") : "no limit a second";
        var day = perDay is { } most ? string.Create(CultureInfo.InvariantCulture, $"{most:#,0} in 24 hours") : "no limit a day";
        var sent = used is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count:#,0} of them used") : "";
        return $"{rate}, {day}{sent}.";
    }

    private static string Notes(JsonElement account)
        => (IsFalse(account, "ProductionAccessEnabled") ? " The account is in the sandbox: only verified addresses get mail." : "")
            + (Is(account, "EnforcementStatus", "PROBATION") ? " The account is under review: AWS may stop its sending." : "");

    private static string? Problem(JsonElement account, double? perDay, double? used)
        => Is(account, "EnforcementStatus", "SHUTDOWN") ? " AWS has stopped the account's sending."
            : IsFalse(account, "SendingEnabled") ? " Sending is switched off for the account in this region."
            : used >= perDay ? " The quota of the last 24 hours is used up."
            : null;

    private static double? Number(JsonElement json, string name)
        => json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;

    private static bool IsFalse(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.False;

    private static bool Is(JsonElement json, string name, string value)
        => json.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String && word.ValueEquals(value);
}
